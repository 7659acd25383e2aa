package dev.lifeline.cli.stack;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.workspace.Workspace;
import java.net.URI;

/** Finds the stack that another terminal has started. */
public record RunningStack(Workspace workspace) {

    /** The gateway's address; fails with what to do if no stack runs. */
    public URI gateway() {
        return require().ports().url(Part.GATEWAY);
    }

    /** The broker's address; fails with what to do if no stack runs. */
    public String bootstrapServers() {
        return require().ports().bootstrapServers();
    }

    StackState require() {
        return new StateFile(workspace.stackFile())
                .running()
                .orElseThrow(() ->
                        new CliFailure(
                                "No stack is running. Start one in another terminal: ./lifeline up"));
    }
}
