/** The event log as its owner sees it: taking partitions, writing, reading back. */
@NullMarked
package dev.lifeline.executor.log;

import org.jspecify.annotations.NullMarked;
