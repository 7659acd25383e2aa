/** How soon the monitor tells that runs have run out of time, while very many others are open. */
@NullMarked
package dev.lifeline.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
