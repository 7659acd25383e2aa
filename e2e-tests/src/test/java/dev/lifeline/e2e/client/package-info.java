/** A client of the tests' own, so that the product's client does not vouch for itself. */
@NullMarked
package dev.lifeline.e2e.client;

import org.jspecify.annotations.NullMarked;
