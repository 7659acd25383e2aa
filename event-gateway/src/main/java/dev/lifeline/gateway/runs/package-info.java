/** Takes commands: validates what a user asks for and puts it into agent.commands. */
@NullMarked
package dev.lifeline.gateway.runs;

import org.jspecify.annotations.NullMarked;
