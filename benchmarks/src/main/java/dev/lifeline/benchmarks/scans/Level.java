package dev.lifeline.benchmarks.scans;

import org.HdrHistogram.Histogram;

/**
 * What scans cost with that many open runs, in nanoseconds.
 *
 * @param open runs
 * @param ended runs before these
 * @param scans with the runs that were due
 * @param fromTheBeginning looking for what is due without the low-water mark
 * @param allRuns reading all runs in place of the index
 */
record Level(int open, int ended, Histogram scans, Histogram fromTheBeginning, Histogram allRuns) {}
