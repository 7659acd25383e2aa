package dev.lifeline.e2e.stack;

import dev.lifeline.local.JavaProcess;
import dev.lifeline.local.JavaProgram;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A service as a child process: the jar that production runs, unmodified. */
final class Service implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final JavaProgram program;
    private final URI uri;
    private JavaProcess process;

    /**
     * Starts the service; {@link #awaitReady()} tells when it can be used.
     *
     * @param module its directory in the project
     * @param directory where its log goes
     */
    Service(String module, int port, Map<String, String> environment, Path directory) {
        var all = new TreeMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        var jar = Root.resolve(module + "/target/quarkus-app/quarkus-run.jar");
        var name = Path.of(module).getFileName().toString();
        this.program =
                new JavaProgram(
                        name,
                        JVM_OPTIONS,
                        List.of("-jar", jar.toString()),
                        all,
                        directory.resolve(name + ".log"));
        this.uri = URI.create("http://127.0.0.1:" + port);
        this.process = JavaProcess.start(program);
    }

    URI uri() {
        return uri;
    }

    void awaitReady() {
        await("is ready", () -> Probe.isReady(uri));
    }

    /** Waits until it answers, whatever it lacks. */
    void awaitAlive() {
        await("is alive", () -> Probe.isAlive(uri));
    }

    List<String> log() {
        return process.log().tail(Integer.MAX_VALUE);
    }

    private void await(String state, Callable<Boolean> condition) {
        Awaitility.await(program.name() + " " + state)
                .atMost(START_LIMIT)
                .failFast(this::requireAlive)
                .until(condition);
    }

    void kill() {
        process.kill();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() {
        process.stop();
        return process.exitCode().orElseThrow();
    }

    boolean isGone() {
        return !process.isAlive();
    }

    void freeze() {
        process.pause();
    }

    void thaw() {
        process.resume();
    }

    void restart() {
        process = JavaProcess.start(program);
        awaitReady();
    }

    @Override
    public void close() {
        process.close();
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError(describeEnd());
        }
    }

    private String describeEnd() {
        return "%s ended with exit code %s; the end of %s:%n%s"
                .formatted(
                        program.name(),
                        process.exitCode(),
                        program.log(),
                        String.join(System.lineSeparator(), process.log().tail(30)));
    }
}
