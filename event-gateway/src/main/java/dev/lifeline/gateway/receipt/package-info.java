/** What clients say that they have shown to their users, on its way into agent.deliveries. */
@NullMarked
package dev.lifeline.gateway.receipt;

import org.jspecify.annotations.NullMarked;
