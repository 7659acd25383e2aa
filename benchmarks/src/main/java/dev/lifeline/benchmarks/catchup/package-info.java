/** How fast the monitor reads a log that is there already, beside Flink CEP. */
@NullMarked
package dev.lifeline.benchmarks.catchup;

import org.jspecify.annotations.NullMarked;
