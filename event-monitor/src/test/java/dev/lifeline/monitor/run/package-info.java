/** Tests of the rules. */
@NullMarked
package dev.lifeline.monitor.run;

import org.jspecify.annotations.NullMarked;
