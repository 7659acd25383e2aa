/** Flink CEP at the monitor's central task. */
@NullMarked
package dev.lifeline.benchmarks.flink;

import org.jspecify.annotations.NullMarked;
