/** What a scan of the monitor costs, by how many runs are open and how many have ended. */
@NullMarked
package dev.lifeline.benchmarks.scans;

import org.jspecify.annotations.NullMarked;
