package dev.lifeline.cli.stack;

import dev.lifeline.cli.workspace.Workspace;
import java.util.Map;

/**
 * A stack to be started.
 *
 * @param partitions of the topics keyed by user
 * @param environment added to every service's
 */
public record StackPlan(
        Workspace workspace, Ports ports, int partitions, Map<String, String> environment) {

    public StackPlan {
        environment = Map.copyOf(environment);
    }
}
