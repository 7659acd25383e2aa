package dev.lifeline.cli.runs;

import dev.lifeline.cli.stream.ResumableStream;
import dev.lifeline.cli.stream.StreamRequest;
import dev.lifeline.cli.terminal.ShortDuration;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeline run}. */
@Command(
        name = "run",
        description = {
            "Runs an agent and shows its events as they happen.",
            "Ends with 0 only if the run has succeeded."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline run researcher \"How far does a lighthouse shine?\"",
            "  ./lifeline run clumsy \"break something\" --user bob",
            "  ./lifeline run stuck \"wait for ever\" --deadline 10s"
        })
public final class RunCommand implements Callable<Integer> {

    private final Workspace workspace;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "AGENT", description = "The agent's name.")
    private String agent = "";

    @Parameters(index = "1", paramLabel = "INPUT", description = "What it is asked.")
    private String input = "";

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = ShortDuration.class,
            description = "End the run after this long, such as 30s (default: the agent's own).")
    private @Nullable Duration deadline;

    @Mixin private Access access = new Access();

    public RunCommand(Workspace workspace, Terminal terminal) {
        this.workspace = workspace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var gateway = access.gateway(workspace);
        var client = new GatewayClient(gateway, access.token(workspace));
        var run = client.start(agent, input, Optional.ofNullable(deadline));
        terminal.note(terminal.dim("run " + run.runId() + " for " + access.user()));
        var request = StreamRequest.run(gateway, () -> access.token(workspace), run.runId());
        try (var stream = ResumableStream.open(request)) {
            return new RunFollower(terminal, ZoneId.systemDefault()).follow(stream) ? 0 : 1;
        }
    }
}
