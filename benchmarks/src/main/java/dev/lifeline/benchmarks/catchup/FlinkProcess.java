package dev.lifeline.benchmarks.catchup;

import dev.lifeline.local.JavaProcess;
import dev.lifeline.local.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Flink's embedded cluster in a JVM of its own, with Flink's own dependencies. */
record FlinkProcess(String bootstrapServers, String events, String alerts, Path directory) {

    private static final Path HOME = Path.of("benchmarks", "flink", "target");
    private static final Pattern RESULT = Pattern.compile("(?m)^RESULT (\\d+) ([0-9.]+)$");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int LINES_SHOWN = 30;

    /** What Flink asks for on a Java of today, and as much heap as the monitor. */
    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-Xmx1g",
                    "-XX:+UseCompactObjectHeaders",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                    "--add-opens=java.base/java.time=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    /**
     * Starts it; {@link #await} tells what became of it.
     *
     * @param parallelism as many as the monitor has threads
     */
    JavaProcess start(Duration patience, int parallelism) throws IOException {
        Files.createDirectories(directory);
        var log = directory.resolve("flink.log");
        Files.deleteIfExists(log);
        var classPath = HOME.resolve("classes") + ":" + HOME.resolve("lib") + "/*";
        return JavaProcess.start(
                new JavaProgram(
                        "flink",
                        JVM_OPTIONS,
                        List.of(
                                "-cp",
                                classPath,
                                "dev.lifeline.benchmarks.flink.FlinkCep",
                                bootstrapServers,
                                events,
                                alerts,
                                Long.toString(patience.toSeconds()),
                                Integer.toString(parallelism),
                                directory.resolve("checkpoints").toAbsolutePath().toString()),
                        Map.of(),
                        log));
    }

    /** Waits until it has read everything; its speed from the first record to the end. */
    Speed await(JavaProcess process) throws InterruptedException {
        try {
            var _ = process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Flink did not come to its end", e);
        }
        var lines = String.join("\n", process.log().tail(LINES_SHOWN));
        var result = RESULT.matcher(lines);
        if (!result.find()) {
            throw new IllegalStateException("Flink has failed: " + lines);
        }
        long millis = Math.round(Double.parseDouble(result.group(2)) * 1_000);
        return new Speed(Long.parseLong(result.group(1)), Duration.ofMillis(millis));
    }
}
