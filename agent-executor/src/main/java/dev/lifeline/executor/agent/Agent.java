package dev.lifeline.executor.agent;

import java.time.Duration;
import java.util.List;

/** Something that can be run: a bean of this type is offered to every user. */
public interface Agent {

    /** How long a run may take unless it is asked for with another deadline. */
    Duration DEFAULT_DEADLINE = Duration.ofMinutes(2);

    /** The name by which runs ask for it. */
    String name();

    /** One sentence for people who choose an agent. */
    String description();

    /** What the model is told about its part. */
    String prompt();

    /** What the model may call. */
    List<Tool> tools();

    /** Names of other agents that it may ask, each by a tool {@code ask_<name>}. */
    default List<String> subAgents() {
        return List.of();
    }

    /** From acceptance to the moment at which the run will have been ended. */
    default Duration defaultDeadline() {
        return DEFAULT_DEADLINE;
    }
}
