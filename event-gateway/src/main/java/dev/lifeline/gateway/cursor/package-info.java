/** The opaque text by which a client names a place in the event log. */
@NullMarked
package dev.lifeline.gateway.cursor;

import org.jspecify.annotations.NullMarked;
