/** Users who stop reading, beside others who should not notice. */
@NullMarked
package dev.lifeline.benchmarks.stalled;

import org.jspecify.annotations.NullMarked;
