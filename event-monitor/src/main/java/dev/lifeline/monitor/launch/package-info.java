/** Starts the service, or one of its jobs. */
@NullMarked
package dev.lifeline.monitor.launch;

import org.jspecify.annotations.NullMarked;
