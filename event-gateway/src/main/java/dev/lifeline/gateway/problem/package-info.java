/** Refusals as RFC 9457 problem details. */
@NullMarked
package dev.lifeline.gateway.problem;

import org.jspecify.annotations.NullMarked;
