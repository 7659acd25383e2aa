/** From commands to runs. */
@NullMarked
package dev.lifeline.executor.intake;

import org.jspecify.annotations.NullMarked;
