package dev.lifeline.cli.stack;

import java.nio.file.Path;
import java.util.List;

/** A part that ended although nobody asked it to. */
public record Death(Part part, int exitCode, Path log, List<String> logTail) {

    public Death {
        logTail = List.copyOf(logTail);
    }

    /** For people: who, and the end of its log. */
    public String describe() {
        return "The %s ended with exit code %d. The end of its log, %s:%n%s"
                .formatted(part, exitCode, log, String.join("\n", logTail));
    }
}
