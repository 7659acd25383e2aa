/** One executor with very many runs at once: whether all complete, and what each costs. */
@NullMarked
package dev.lifeline.benchmarks.runs;

import org.jspecify.annotations.NullMarked;
