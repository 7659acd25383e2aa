/** The executor's configuration. */
@NullMarked
package dev.lifeline.executor.config;

import org.jspecify.annotations.NullMarked;
