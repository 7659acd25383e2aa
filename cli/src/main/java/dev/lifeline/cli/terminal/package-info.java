/** What the commands share in talking to people. */
@NullMarked
package dev.lifeline.cli.terminal;

import org.jspecify.annotations.NullMarked;
