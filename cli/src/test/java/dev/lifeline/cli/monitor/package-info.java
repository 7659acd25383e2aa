/** Checks how the past is named. */
@NullMarked
package dev.lifeline.cli.monitor;

import org.jspecify.annotations.NullMarked;
