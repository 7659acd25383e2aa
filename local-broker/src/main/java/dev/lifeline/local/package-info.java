/**
 * A real Kafka broker, and any other JVM program, as a child process that never outlives its
 * parent.
 */
@NullMarked
package dev.lifeline.local;

import org.jspecify.annotations.NullMarked;
