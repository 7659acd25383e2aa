/** The monitor under measurement. */
@NullMarked
package dev.lifeline.benchmarks.monitor;

import org.jspecify.annotations.NullMarked;
