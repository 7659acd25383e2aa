package dev.lifeline.cli;

import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A command line that has been executed: how it ended, and what it said. */
record Invocation(int exitCode, String out, String err) {

    static Invocation of(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(stream(out), stream(err), false);
        var nowhere = new Workspace(Path.of("nowhere"), Path.of("nowhere"));
        int exitCode =
                LifelineCommand.line(nowhere, terminal)
                        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                        .execute(arguments);
        return new Invocation(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
