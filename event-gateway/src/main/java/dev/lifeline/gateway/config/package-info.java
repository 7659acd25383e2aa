/** The gateway's settings. */
@NullMarked
package dev.lifeline.gateway.config;

import org.jspecify.annotations.NullMarked;
