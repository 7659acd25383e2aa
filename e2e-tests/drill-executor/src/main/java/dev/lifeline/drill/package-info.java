/** An agent for the drills: what it does is told by its input and noted by its tools. */
@NullMarked
package dev.lifeline.drill;

import org.jspecify.annotations.NullMarked;
