/** The promises of the whole system, tested from outside. */
@NullMarked
package dev.lifeline.e2e;

import org.jspecify.annotations.NullMarked;
