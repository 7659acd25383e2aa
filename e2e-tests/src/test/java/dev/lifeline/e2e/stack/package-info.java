/** Running Lifelines to test against: as processes and as containers. */
@NullMarked
package dev.lifeline.e2e.stack;

import org.jspecify.annotations.NullMarked;
