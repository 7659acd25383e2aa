/** Checks how events are shown. */
@NullMarked
package dev.lifeline.cli.runs;

import org.jspecify.annotations.NullMarked;
