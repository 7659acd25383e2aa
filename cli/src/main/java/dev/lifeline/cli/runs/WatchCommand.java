package dev.lifeline.cli.runs;

import dev.lifeline.cli.stack.ShutdownHook;
import dev.lifeline.cli.stream.ResumableStream;
import dev.lifeline.cli.stream.StreamRequest;
import dev.lifeline.cli.stream.StreamSignal;
import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lifeline watch}. */
@Command(
        name = "watch",
        description = {
            "Shows all of a user's events as they happen, until Ctrl-C.",
            "Reconnects by itself and goes on where it was; says at the end how to resume."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline watch",
            "  ./lifeline watch --user bob",
            "  ./lifeline watch --cursor CURSOR     go on where an earlier watch ended"
        })
public final class WatchCommand implements Callable<Integer> {

    private final Workspace workspace;
    private final Terminal terminal;

    @Option(
            names = "--cursor",
            paramLabel = "C",
            description = "Resume after this cursor (default: from now on).")
    private @Nullable String cursor;

    @Mixin private Access access = new Access();

    public WatchCommand(Workspace workspace, Terminal terminal) {
        this.workspace = workspace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var request =
                new StreamRequest(
                        access.gateway(workspace),
                        () -> access.token(workspace),
                        Optional.empty(),
                        Optional.ofNullable(cursor));
        var last = new AtomicReference<>(cursor);
        try (var _ = new ShutdownHook(() -> sayHowToResume(last.get()));
                var stream = ResumableStream.open(request)) {
            show(stream, last);
        }
        return 0;
    }

    private void show(ResumableStream stream, AtomicReference<@Nullable String> last)
            throws InterruptedException {
        var lines = new EventLines(terminal, ZoneId.systemDefault());
        while (true) {
            switch (stream.next()) {
                case StreamSignal.Connected _ ->
                        terminal.note(terminal.dim("-- connected as " + access.user()));
                case StreamSignal.Events(var next, var events) -> {
                    events.forEach(event -> terminal.print(lines.lineWithRun(event)));
                    last.set(next);
                }
                case StreamSignal.CaughtUp(var next) -> last.set(next);
                case StreamSignal.Gap gap -> {
                    terminal.note(ConnectionNotes.gap(terminal, gap));
                    last.set(gap.to());
                }
                case StreamSignal.Disconnected(var reason, var retryIn) ->
                        terminal.note(ConnectionNotes.disconnected(terminal, reason, retryIn));
                case StreamSignal.Completed() -> {
                    return;
                }
                case StreamSignal.Rejected(var reason) ->
                        throw new CliFailure("The gateway ended the stream: " + reason);
            }
        }
    }

    private void sayHowToResume(@Nullable String last) {
        if (last != null) {
            terminal.note(
                    "\nresume with: ./lifeline watch --user %s --cursor %s"
                            .formatted(access.user(), last));
        }
    }
}
