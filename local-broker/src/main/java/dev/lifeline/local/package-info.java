/**
 * A real Kafka broker, and any other JVM program, as a child process that never outlives its
 * parent; and for tests, a collector of traces.
 */
@NullMarked
package dev.lifeline.local;

import org.jspecify.annotations.NullMarked;
