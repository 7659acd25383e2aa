/** Checks what the commands read. */
@NullMarked
package dev.lifeline.cli.terminal;

import org.jspecify.annotations.NullMarked;
