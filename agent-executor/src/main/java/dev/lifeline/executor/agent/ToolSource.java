package dev.lifeline.executor.agent;

import java.util.List;

/** Where agents get tools from beside their own: a bean of this type is asked for every agent. */
public interface ToolSource {

    /** What it has for an agent now. */
    List<Tool> toolsFor(Agent agent);
}
