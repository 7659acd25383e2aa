/** The run table and the alerts as this instance answers them: read back from their topics. */
@NullMarked
package dev.lifeline.monitor.table;

import org.jspecify.annotations.NullMarked;
