/** What an agent is: its name, its prompt and its tools. */
@NullMarked
package dev.lifeline.executor.agent;

import org.jspecify.annotations.NullMarked;
