/** Hostile bytes against the whole service. */
@NullMarked
package dev.lifeline.gateway.fuzz;

import org.jspecify.annotations.NullMarked;
