/** The monitor's configuration, which its features share. */
@NullMarked
package dev.lifeline.monitor;

import org.jspecify.annotations.NullMarked;
