/** The broker that benchmarks measure on. */
@NullMarked
package dev.lifeline.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
