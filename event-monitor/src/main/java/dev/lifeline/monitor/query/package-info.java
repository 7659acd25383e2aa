/** Questions about the runs of all instances, answered from the stores of each. */
@NullMarked
package dev.lifeline.monitor.query;

import org.jspecify.annotations.NullMarked;
