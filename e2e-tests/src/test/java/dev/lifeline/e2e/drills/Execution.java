package dev.lifeline.e2e.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** One execution of a tool, as the tool itself noted it. */
record Execution(String runId, String toolCallId, int attempt, String executorId, Instant at) {

    /** All that are noted in a file. */
    static List<Execution> in(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(Execution::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Execution parse(String line) {
        var words = line.split(" ", -1);
        return new Execution(
                words[0],
                words[1],
                Integer.parseInt(words[2]),
                words[3],
                Instant.ofEpochMilli(Long.parseLong(words[4])));
    }
}
