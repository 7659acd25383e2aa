package dev.lifeline.monitor.stream;

import java.time.Duration;

/**
 * How often statistics are written, and how long they can be corrected.
 *
 * @param interval between what is said of the same minute
 * @param retention of a minute that nothing has been added to
 */
record StatsPace(Duration interval, Duration retention) {}
