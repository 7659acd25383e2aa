/**
 * What the services share about traces: how they are switched on, and how a record names a span.
 */
@NullMarked
package dev.lifeline.tracing;

import org.jspecify.annotations.NullMarked;
