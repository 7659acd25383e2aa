/** One run from its first event to its last: the only place where models and tools are called. */
@NullMarked
package dev.lifeline.executor.run;

import org.jspecify.annotations.NullMarked;
