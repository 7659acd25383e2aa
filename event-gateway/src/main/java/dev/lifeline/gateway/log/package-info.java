/** Reads agent.events: the live tail once per partition, history in pages, both by position. */
@NullMarked
package dev.lifeline.gateway.log;

import org.jspecify.annotations.NullMarked;
