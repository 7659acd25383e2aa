/** Starts agent runs and shows their events. */
@NullMarked
package dev.lifeline.cli.runs;

import org.jspecify.annotations.NullMarked;
