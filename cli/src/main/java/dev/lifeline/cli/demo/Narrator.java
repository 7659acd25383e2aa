package dev.lifeline.cli.demo;

import dev.lifeline.cli.runs.EventLines;
import dev.lifeline.cli.stream.StreamedEvent;
import dev.lifeline.cli.terminal.Terminal;
import java.time.ZoneId;

/** Tells the demonstration: headings, what is done to the stack, and the events as they arrive. */
final class Narrator {

    private final Terminal terminal;
    private final EventLines lines;

    Narrator(Terminal terminal) {
        this.terminal = terminal;
        this.lines = new EventLines(terminal, ZoneId.systemDefault());
    }

    void heading(String text) {
        terminal.print("\n" + terminal.bold(text));
    }

    void say(String text) {
        terminal.print("  " + text);
    }

    /** Something is being broken, or mended. */
    void act(String text) {
        terminal.print("  " + terminal.yellow("── " + text));
    }

    void event(StreamedEvent event) {
        terminal.print("  " + lines.line(event));
    }

    void alert(String state, RunAlert alert) {
        String shown = state.equals("firing") ? terminal.red(state) : terminal.green(state);
        terminal.print(
                "  %s  %s  %s".formatted(shown, terminal.bold(alert.kind()), alert.summary()));
    }

    /** What the scene set out to show, on a line of its own. */
    void result(String text) {
        terminal.print(text);
    }
}
