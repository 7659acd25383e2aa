/** Checks how a stack finds its place on a machine. */
@NullMarked
package dev.lifeline.cli.stack;

import org.jspecify.annotations.NullMarked;
