/** Checks what the commands have in common. */
@NullMarked
package dev.lifeline.cli;

import org.jspecify.annotations.NullMarked;
