/** The processes under measurement: how they are started and pinned, and what they use. */
@NullMarked
package dev.lifeline.benchmarks.process;

import org.jspecify.annotations.NullMarked;
