/** What is counted of an agent's runs, minute by minute, in parts that can be added up. */
@NullMarked
package dev.lifeline.monitor.stats;

import org.jspecify.annotations.NullMarked;
