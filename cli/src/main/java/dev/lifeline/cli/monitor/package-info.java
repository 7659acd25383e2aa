/** Jobs of the monitor. */
@NullMarked
package dev.lifeline.cli.monitor;

import org.jspecify.annotations.NullMarked;
