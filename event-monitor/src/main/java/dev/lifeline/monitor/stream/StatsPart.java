package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.stats.Tally;
import java.time.Instant;

/** What one partition has counted of an agent's minute since it last said so. */
record StatsPart(Instant start, Tally tally) {}
