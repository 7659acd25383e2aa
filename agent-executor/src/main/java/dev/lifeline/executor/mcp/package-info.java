/** Tools of MCP servers, as tools of agents. */
@NullMarked
package dev.lifeline.executor.mcp;

import org.jspecify.annotations.NullMarked;
