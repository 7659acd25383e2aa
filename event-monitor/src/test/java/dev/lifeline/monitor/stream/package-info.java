/** Tests of the application, with Kafka Streams' test driver. */
@NullMarked
package dev.lifeline.monitor.stream;

import org.jspecify.annotations.NullMarked;
