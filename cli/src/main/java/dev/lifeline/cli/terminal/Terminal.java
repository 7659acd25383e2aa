package dev.lifeline.cli.terminal;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command writes: results to one stream, everything else to the other, colour if wanted.
 */
public final class Terminal {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colour;

    public Terminal(PrintStream out, PrintStream err, boolean colour) {
        this.out = out;
        this.err = err;
        this.colour = colour;
    }

    /** The process's own; UTF-8 whatever the locale, colour only for a person who accepts it. */
    public static Terminal system() {
        return new Terminal(
                utf8(FileDescriptor.out), utf8(FileDescriptor.err), personWantsColour());
    }

    /** A line of what the command was asked for. */
    public void print(String line) {
        out.println(line);
    }

    /** A line beside the result: progress, warnings, errors. */
    public void note(String line) {
        err.println(line);
    }

    public String bold(String text) {
        return styled("1", text);
    }

    public String dim(String text) {
        return styled("2", text);
    }

    public String red(String text) {
        return styled("31", text);
    }

    public String green(String text) {
        return styled("32", text);
    }

    public String yellow(String text) {
        return styled("33", text);
    }

    public String cyan(String text) {
        return styled("36", text);
    }

    public boolean colour() {
        return colour;
    }

    private String styled(String code, String text) {
        return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static boolean personWantsColour() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(System.getenv("TERM"));
    }
}
