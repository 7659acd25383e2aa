/** Agents that ship with Lifeline and work offline. */
@NullMarked
package dev.lifeline.executor.samples;

import org.jspecify.annotations.NullMarked;
