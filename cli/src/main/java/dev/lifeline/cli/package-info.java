/** The command line: the local stack, and every command around it. */
@NullMarked
package dev.lifeline.cli;

import org.jspecify.annotations.NullMarked;
