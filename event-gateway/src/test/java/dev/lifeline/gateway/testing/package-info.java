/** What the gateway's tests stand on: a real broker, an executor's pen, a client's eyes. */
@NullMarked
package dev.lifeline.gateway.testing;

import org.jspecify.annotations.NullMarked;
