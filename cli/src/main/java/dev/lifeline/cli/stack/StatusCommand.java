package dev.lifeline.cli.stack;

import dev.lifeline.cli.stack.StackState.PartState;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import dev.lifeline.local.FreePorts;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lifeline status}. */
@Command(
        name = "status",
        description = "Shows each part of the running stack: ready, or the reason why not.",
        footerHeading = "%nExample:%n",
        footer = "  ./lifeline status && ./lifeline run researcher \"2 + 2?\"")
public final class StatusCommand implements Callable<Integer> {

    private final Workspace workspace;
    private final Terminal terminal;
    private final HealthProbe probe = new HealthProbe();

    public StatusCommand(Workspace workspace, Terminal terminal) {
        this.workspace = workspace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var state = new RunningStack(workspace).require();
        List<PartState> parts =
                state.parts().stream().sorted(Comparator.comparing(PartState::part)).toList();
        boolean allReady = parts.size() == Part.values().length;
        for (PartState part : parts) {
            allReady &= show(part, state.ports());
        }
        if (parts.size() < Part.values().length) {
            terminal.print("  the stack is starting or stopping");
        }
        return allReady ? 0 : 1;
    }

    private boolean show(PartState part, Ports ports) throws InterruptedException {
        var readiness = readiness(part, ports);
        String state =
                switch (readiness) {
                    case Readiness.Ready() -> terminal.green("ready");
                    case Readiness.NotReady(var reason) -> terminal.red("not ready: " + reason);
                };
        terminal.print(
                "  %-10s pid %-8d port %-6d %s"
                        .formatted(part.part(), part.pid(), ports.of(part.part()), state));
        return readiness instanceof Readiness.Ready;
    }

    private Readiness readiness(PartState part, Ports ports) throws InterruptedException {
        boolean alive = ProcessHandle.of(part.pid()).map(ProcessHandle::isAlive).orElse(false);
        if (!alive) {
            return new Readiness.NotReady("its process has ended");
        }
        if (part.part() != Part.BROKER) {
            return probe.ask(ports.url(part.part()));
        }
        return FreePorts.isFree(ports.broker())
                ? new Readiness.NotReady("does not listen on port " + ports.broker())
                : new Readiness.Ready();
    }
}
