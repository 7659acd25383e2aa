/** Tests of the whole monitor on a real broker. */
@NullMarked
package dev.lifeline.monitor.api;

import org.jspecify.annotations.NullMarked;
