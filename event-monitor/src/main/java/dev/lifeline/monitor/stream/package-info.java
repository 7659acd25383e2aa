/**
 * The Kafka Streams application: reads the log, keeps the runs and their deadlines, writes the
 * verdicts.
 */
@NullMarked
package dev.lifeline.monitor.stream;

import org.jspecify.annotations.NullMarked;
