/** A client of the gateway's WebSocket that resumes where it was cut off. */
@NullMarked
package dev.lifeline.cli.stream;

import org.jspecify.annotations.NullMarked;
