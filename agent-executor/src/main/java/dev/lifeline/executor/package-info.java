/** The service as a whole: what is made, started and stopped, in which order. */
@NullMarked
package dev.lifeline.executor;

import org.jspecify.annotations.NullMarked;
