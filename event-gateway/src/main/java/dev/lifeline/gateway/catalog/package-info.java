/** The agents that executors offer. */
@NullMarked
package dev.lifeline.gateway.catalog;

import org.jspecify.annotations.NullMarked;
