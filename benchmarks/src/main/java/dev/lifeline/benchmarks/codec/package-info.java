/** What encoding and decoding an event costs, beside Avro itself. */
@NullMarked
package dev.lifeline.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
