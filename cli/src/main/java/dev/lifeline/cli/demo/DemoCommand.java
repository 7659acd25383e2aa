package dev.lifeline.cli.demo;

import dev.lifeline.cli.stack.LocalStack;
import dev.lifeline.cli.stack.Ports;
import dev.lifeline.cli.stack.ShutdownHook;
import dev.lifeline.cli.stack.StackPlan;
import dev.lifeline.cli.stack.StartupProgress;
import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import dev.lifeline.schemas.Topics;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lifeline demo}. */
@Command(
        name = "demo",
        description = {
            "Shows the whole pipeline on a stack of its own, on free ports, beside any running one:",
            "a run's events live, the gateway killed in the middle without an event lost or repeated,",
            "and a stuck run noticed. Takes about a minute, and leaves nothing running."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./lifeline demo")
public final class DemoCommand implements Callable<Integer> {

    private static final String WHAT_NEXT =
            """

            Try next:

              ./lifeline up                                                   a stack that stays, with a page to click on
              ./lifeline run researcher "How far does a lighthouse shine?"    a run of your own
              ./lifeline run clumsy "break something"                         an agent whose tools fail
              ./lifeline watch                                                everything a user's agents do
            """;

    /** The offline model speaks slowly enough to be interrupted in the middle. */
    private static final Map<String, String> UNHURRIED =
            Map.of(
                    "LIFELINE_EXECUTOR_MODEL_SCRIPTED_PACE",
                    "PT0.1S",
                    "LIFELINE_EXECUTOR_DELTA_INTERVAL",
                    "PT0.7S");

    private final Workspace workspace;
    private final Terminal terminal;

    public DemoCommand(Workspace workspace, Terminal terminal) {
        this.workspace = workspace.beside("demo");
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var ports = Ports.free();
        var plan = new StackPlan(workspace, ports, Topics.LOCAL_PARTITIONS, UNHURRIED);
        try (var stack = LocalStack.claim(plan, new StartupProgress(terminal, ports));
                var _ = new ShutdownHook(stack::close)) {
            workspace.dropData();
            terminal.note(terminal.bold("starting a stack for the demo"));
            stack.start();
            play(stack);
        }
        terminal.print(WHAT_NEXT);
        return 0;
    }

    private void play(LocalStack stack) throws InterruptedException {
        var narrator = new Narrator(terminal);
        try {
            new ResumeScene(stack, narrator).play();
            new StuckScene(stack, narrator).play();
        } catch (CliFailure failure) {
            throw new CliFailure(failure.getMessage() + "\nThe logs: " + workspace.logs(), failure);
        }
        if (stack.death().isDone()) {
            throw new CliFailure(stack.death().join().describe());
        }
    }
}
