/**
 * The local stack: a broker and the three services as child processes, and the commands that handle
 * it.
 */
@NullMarked
package dev.lifeline.cli.stack;

import org.jspecify.annotations.NullMarked;
