/** Tests of questions that several instances answer. */
@NullMarked
package dev.lifeline.monitor.query;

import org.jspecify.annotations.NullMarked;
