/** Tells a receiver of the operator's, over HTTP, of each alert that fires or is resolved. */
@NullMarked
package dev.lifeline.monitor.webhook;

import org.jspecify.annotations.NullMarked;
