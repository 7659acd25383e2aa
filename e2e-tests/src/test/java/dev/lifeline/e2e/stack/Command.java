package dev.lifeline.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end, as a person would at a prompt. */
public record Command(List<String> words, Path directory, Map<String, String> environment) {

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** In the project's directory. */
    public static Command of(String... words) {
        return new Command(List.of(words), Root.resolve("."), Map.of());
    }

    /**
     * What came of it.
     *
     * @param output of both streams
     */
    public record Result(int exitCode, String output) {

        /** The output; fails unless the program has ended well. */
        public String expectSuccess() {
            if (exitCode != 0) {
                throw new AssertionError("exit code %d:%n%s".formatted(exitCode, output));
            }
            return output;
        }
    }

    /** Runs it; a program that takes longer than the limit is killed and reported. */
    public Result run(Duration limit) {
        try {
            Path output = Files.createTempFile("lifeline-e2e-", ".out");
            try {
                return run(limit, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result run(Duration limit, Path output) throws IOException {
        var process = builder().redirectOutput(output.toFile()).start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(
                        "%s took longer than %s:%n%s".formatted(words, limit, read(output)));
            }
            return new Result(process.exitValue(), read(output));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it, with its output going to a file, and returns at once. */
    public Process start(Path output) {
        try {
            return builder().redirectOutput(output.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder() {
        var builder =
                new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
