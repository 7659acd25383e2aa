/** Starts a benchmark by name. */
@NullMarked
package dev.lifeline.benchmarks;

import org.jspecify.annotations.NullMarked;
