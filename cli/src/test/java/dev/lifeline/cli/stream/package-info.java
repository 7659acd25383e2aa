/** Checks the client against a real WebSocket server. */
@NullMarked
package dev.lifeline.cli.stream;

import org.jspecify.annotations.NullMarked;
