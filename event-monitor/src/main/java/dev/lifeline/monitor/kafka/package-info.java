/** How the monitor reaches Kafka. */
@NullMarked
package dev.lifeline.monitor.kafka;

import org.jspecify.annotations.NullMarked;
