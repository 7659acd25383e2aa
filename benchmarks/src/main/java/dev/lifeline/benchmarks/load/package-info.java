/** The load of a gateway: runs' events at scheduled times, and very many users who verify them. */
@NullMarked
package dev.lifeline.benchmarks.load;

import org.jspecify.annotations.NullMarked;
