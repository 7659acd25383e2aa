package dev.lifeline.cli.runs;

import dev.lifeline.cli.stream.ResumableStream;
import dev.lifeline.cli.stream.StreamSignal;
import dev.lifeline.cli.stream.StreamedEvent;
import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import java.time.ZoneId;
import java.util.List;

/** Shows one run's events until its last. */
final class RunFollower {

    private final Terminal terminal;
    private final EventLines lines;
    private boolean succeeded;

    RunFollower(Terminal terminal, ZoneId zone) {
        this.terminal = terminal;
        this.lines = new EventLines(terminal, zone);
    }

    /** Whether the run has succeeded. */
    boolean follow(ResumableStream stream) throws InterruptedException {
        while (true) {
            switch (stream.next()) {
                case StreamSignal.Events(var _, var events) -> {
                    if (showUntilLast(events)) {
                        return succeeded;
                    }
                }
                case StreamSignal.Completed() -> {
                    return succeeded;
                }
                case StreamSignal.Rejected(var reason) ->
                        throw new CliFailure("The gateway ended the stream: " + reason);
                case StreamSignal.Disconnected(var reason, var retryIn) ->
                        terminal.note(ConnectionNotes.disconnected(terminal, reason, retryIn));
                case StreamSignal.Gap gap -> terminal.note(ConnectionNotes.gap(terminal, gap));
                case StreamSignal.Connected _, StreamSignal.CaughtUp _ -> {
                    // Nothing a person who waits for a result needs to know.
                }
            }
        }
    }

    private boolean showUntilLast(List<StreamedEvent> events) {
        boolean ended = false;
        for (StreamedEvent event : events) {
            terminal.print(lines.line(event));
            if (event.isLast()) {
                ended = true;
                succeeded = EventLines.succeeded(event);
            }
        }
        return ended;
    }
}
