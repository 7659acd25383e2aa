/** One user's view of the log, from a place on, delivered to whatever carries it. */
@NullMarked
package dev.lifeline.gateway.stream;

import org.jspecify.annotations.NullMarked;
