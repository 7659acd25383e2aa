/** All of a gateway's users coming back at once. */
@NullMarked
package dev.lifeline.benchmarks.storm;

import org.jspecify.annotations.NullMarked;
