/** Judges the past anew: re-reads the log with its own clock and writes to topics of its own. */
@NullMarked
package dev.lifeline.monitor.backfill;

import org.jspecify.annotations.NullMarked;
