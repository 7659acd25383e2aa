/** Consumers of the topics that share no code with Lifeline. */
@NullMarked
package dev.lifeline.e2e.consumers;

import org.jspecify.annotations.NullMarked;
