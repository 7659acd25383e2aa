/** Tests of the tables. */
@NullMarked
package dev.lifeline.monitor.table;

import org.jspecify.annotations.NullMarked;
