package dev.lifeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running JVM child that ends with its parent: it watches a pipe that only the parent holds, so
 * even {@code kill -9} of the parent takes it down.
 */
public final class JavaProcess implements AutoCloseable {

    /** How long a graceful stop may take before the child is killed. */
    public static final Duration GRACE = ParentWatch.GRACE;

    private final JavaProgram program;
    private final Process process;
    private final LogFile log;

    private JavaProcess(JavaProgram program, Process process, LogFile log) {
        this.program = program;
        this.process = process;
        this.log = log;
    }

    /** Starts the program; its jars and the agent's must exist. */
    public static JavaProcess start(JavaProgram program) {
        return start(program, BrokerHome.locate());
    }

    static JavaProcess start(JavaProgram program, BrokerHome home) {
        try {
            Files.createDirectories(program.log().toAbsolutePath().getParent());
            var log = LogFile.from(program.log());
            var builder =
                    new ProcessBuilder(program.command(home.agentJar()))
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(program.log().toFile()));
            builder.environment().putAll(program.environment());
            return new JavaProcess(program, builder.start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot start " + program.name(), failure);
        }
    }

    public String name() {
        return program.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Empty while the program runs. */
    public OptionalInt exitCode() {
        return isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Completes when the program has ended, with its exit code. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** What the program has written since this start. */
    public LogFile log() {
        return log;
    }

    /** SIGKILL, as a crash would be; returns when the program is gone. */
    public void kill() {
        process.destroyForcibly();
        await(GRACE);
    }

    /** SIGTERM; killed if it has not ended after {@link #GRACE}. */
    public void stop() {
        process.destroy();
        if (!await(GRACE)) {
            kill();
        }
    }

    /** SIGSTOP: the program freezes with all its connections open. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT, after {@link #pause()}. */
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        if (isAlive()) {
            resume(); // a frozen program could not stop
            stop();
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot send SIG" + name + " to " + name(), failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
