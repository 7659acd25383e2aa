/** The users' runs, as the monitor's run table tells. */
@NullMarked
package dev.lifeline.gateway.table;

import org.jspecify.annotations.NullMarked;
