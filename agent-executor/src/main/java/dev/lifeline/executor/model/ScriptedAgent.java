package dev.lifeline.executor.model;

import dev.lifeline.executor.agent.Agent;

/** An agent that works without a model endpoint, because it brings its model's words along. */
public interface ScriptedAgent extends Agent {

    Script script();
}
