package dev.lifeline.drill;

import dev.lifeline.executor.agent.ToolInvocation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the tools did, a line each, in a file that all executors of a drill append to. */
@Singleton
final class Executions {

    private final Path file;
    private final String executorId;
    private final Clock clock;

    Executions(
            @ConfigProperty(name = "drill.executions") Path file,
            @ConfigProperty(name = "lifeline.executor.id") String executorId,
            Clock clock) {
        this.file = file;
        this.executorId = executorId;
        this.clock = clock;
    }

    /** Notes that a call is being made: run, call, attempt, executor, milliseconds since 1970. */
    void add(ToolInvocation call) throws IOException {
        var line =
                "%s %s %d %s %d%n"
                        .formatted(
                                call.runId(),
                                call.toolCallId(),
                                call.attempt(),
                                executorId,
                                clock.millis());
        // One write of a few bytes at the end: lines of several processes do not mix.
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
