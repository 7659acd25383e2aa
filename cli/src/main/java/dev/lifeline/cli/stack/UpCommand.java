package dev.lifeline.cli.stack;

import dev.lifeline.cli.auth.TokenClaims;
import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import dev.lifeline.schemas.Topics;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lifeline up}. */
@Command(
        name = "up",
        description = {
            "Starts a Kafka broker and the three services, and stays until `down` or Ctrl-C.",
            "Data under .lifeline are kept between starts. If one part dies, the others are stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline up",
            "  ./lifeline up --fresh                 forget all earlier runs",
            "  ./lifeline up --port-base 18080       gateway 18080, executor +1, monitor +2, broker +3"
        })
public final class UpCommand implements Callable<Integer> {

    private static final String SAMPLE_USER = "alice";

    private final Workspace workspace;
    private final Terminal terminal;

    @Option(names = "--fresh", description = "Drop the data of earlier starts first.")
    private boolean fresh;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "Use the ports N to N+4 (default: 8080-8082, 9092 and 9093).")
    private @Nullable Integer portBase;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Partitions of the topics keyed by user, on first start (default: ${DEFAULT-VALUE}).")
    private int partitions = Topics.LOCAL_PARTITIONS;

    public UpCommand(Workspace workspace, Terminal terminal) {
        this.workspace = workspace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var ports = portBase == null ? Ports.DEFAULT : Ports.from(portBase);
        new StateFile(workspace.stackFile()).requireNoneRunning();
        PortCheck.ofThisMachine().require(ports);
        var plan = new StackPlan(workspace, ports, partitions, Map.of());
        try (var stack = LocalStack.claim(plan, new StartupProgress(terminal, ports));
                var _ = new ShutdownHook(() -> endAsAsked(stack))) {
            if (fresh) {
                workspace.dropData();
            }
            terminal.note(terminal.bold("starting Lifeline"));
            stack.start();
            var token = stack.token(TokenClaims.user(SAMPLE_USER));
            terminal.print(new UpGreeting(ports, token).text());
            throw new CliFailure(stack.death().join().describe());
        }
    }

    /** Ctrl-C and `down` are how this command is meant to end: in order, and with success. */
    private void endAsAsked(LocalStack stack) {
        terminal.note("");
        stack.close();
        terminal.note("stopped; the data are kept");
        Runtime.getRuntime().halt(0);
    }
}
