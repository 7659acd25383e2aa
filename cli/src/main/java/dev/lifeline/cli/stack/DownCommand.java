package dev.lifeline.cli.stack;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** {@code lifeline down}. */
@Command(
        name = "down",
        description = "Stops the running stack in order; its data are kept.",
        footerHeading = "%nExample:%n",
        footer = "  ./lifeline down")
public final class DownCommand implements Callable<Integer> {

    /** Each of the four parts may take its grace. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Workspace workspace;
    private final Terminal terminal;

    public DownCommand(Workspace workspace, Terminal terminal) {
        this.workspace = workspace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> launcher =
                new StateFile(workspace.stackFile()).running().flatMap(StackState::launcher);
        if (launcher.isEmpty()) {
            terminal.print("no stack is running");
            return 0;
        }
        stop(launcher.get());
        terminal.print("stopped");
        return 0;
    }

    private void stop(ProcessHandle launcher) throws InterruptedException, ExecutionException {
        terminal.note("stopping the stack (pid " + launcher.pid() + ") …");
        launcher.destroy();
        try {
            launcher.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            launcher.destroyForcibly();
            throw new CliFailure(
                    "The stack did not stop within %d s and was killed."
                            .formatted(LIMIT.toSeconds()));
        }
    }
}
