/** The HTTP interface for operators. */
@NullMarked
package dev.lifeline.monitor.api;

import org.jspecify.annotations.NullMarked;
