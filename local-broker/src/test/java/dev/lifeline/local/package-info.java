/** Checks the broker and the parent's pipe with real processes. */
@NullMarked
package dev.lifeline.local;

import org.jspecify.annotations.NullMarked;
