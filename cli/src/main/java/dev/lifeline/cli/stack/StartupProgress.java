package dev.lifeline.cli.stack;

import dev.lifeline.cli.terminal.Terminal;
import java.time.Duration;
import java.util.Set;

/** Shows the start and the end of a stack, a line per part. */
public final class StartupProgress implements StackObserver {

    private final Terminal terminal;
    private final Ports ports;

    public StartupProgress(Terminal terminal, Ports ports) {
        this.terminal = terminal;
        this.ports = ports;
    }

    @Override
    public void ready(Part part, Duration after) {
        String where = part == Part.BROKER ? ports.bootstrapServers() : ports.url(part).toString();
        terminal.note(
                "  %s %-10s %-24s %s"
                        .formatted(
                                terminal.green("✓"),
                                part,
                                where,
                                terminal.dim(
                                        "ready after %.1f s".formatted(after.toMillis() / 1e3))));
    }

    @Override
    public void topicsCreated(Set<String> names) {
        String what = names.isEmpty() ? "are there" : names.size() + " created";
        terminal.note("  %s %-10s %s".formatted(terminal.green("✓"), "topics", what));
    }

    @Override
    public void waiting(Part part, String reason) {
        terminal.note("  … %-10s %s".formatted(part, reason));
    }

    @Override
    public void stopping(Part part) {
        terminal.note(terminal.dim("  stopping the " + part + " …"));
    }
}
