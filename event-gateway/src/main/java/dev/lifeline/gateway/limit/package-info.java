/** How often a user or a connection may ask. */
@NullMarked
package dev.lifeline.gateway.limit;

import org.jspecify.annotations.NullMarked;
