/** The log as a Kafka client sees it. */
@NullMarked
package dev.lifeline.e2e.kafka;

import org.jspecify.annotations.NullMarked;
