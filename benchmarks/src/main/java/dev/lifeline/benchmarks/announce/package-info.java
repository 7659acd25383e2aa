/** What announcing an event costs beside writing and reading a record with Kafka's clients. */
@NullMarked
package dev.lifeline.benchmarks.announce;

import org.jspecify.annotations.NullMarked;
