/** Tests of how Kafka is reached. */
@NullMarked
package dev.lifeline.monitor.kafka;

import org.jspecify.annotations.NullMarked;
