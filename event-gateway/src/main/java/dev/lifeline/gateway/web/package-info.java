/** The gateway's HTTP and WebSocket surface: translates, decides nothing. */
@NullMarked
package dev.lifeline.gateway.web;

import org.jspecify.annotations.NullMarked;
