package dev.lifeline.benchmarks.runs;

import dev.lifeline.local.FreePorts;
import dev.lifeline.local.JavaProcess;
import dev.lifeline.local.JavaProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The executor's jar as production runs it, with a heap of 1 GiB and a flight recording. */
final class ExecutorProcess implements AutoCloseable {

    private static final String JAR = "agent-executor/target/quarkus-app/quarkus-run.jar";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LINES_SHOWN = 30;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JavaProcess process;
    private final URI uri;
    private final Path recording;

    private ExecutorProcess(JavaProcess process, URI uri, Path recording) {
        this.process = process;
        this.uri = uri;
        this.recording = recording;
    }

    /** Starts one on that broker; its log and recording are kept in the directory. */
    static ExecutorProcess start(Map<String, Object> kafka, Load load, Path directory)
            throws IOException {
        Files.createDirectories(directory);
        var log = directory.resolve("executor.log");
        var recording = directory.resolve("executor.jfr").toAbsolutePath();
        Files.deleteIfExists(log);
        Files.deleteIfExists(recording);
        int port = FreePorts.one();
        var environment = new TreeMap<>(load.executorSettings());
        kafka.forEach(
                (name, value) -> environment.put(variable("kafka." + name), value.toString()));
        environment.put("LIFELINE_EXECUTOR_ID", "executor-1");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var program =
                new JavaProgram(
                        "executor",
                        List.of("-Xmx1g", record(recording)),
                        List.of("-jar", JAR),
                        environment,
                        log);
        return new ExecutorProcess(
                JavaProcess.start(program), URI.create("http://127.0.0.1:" + port), recording);
    }

    private static String variable(String key) {
        return key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String record(Path file) {
        return "-XX:StartFlightRecording=settings=default,dumponexit=true,filename="
                + file
                + ",jdk.VirtualThreadPinned#enabled=true,jdk.VirtualThreadPinned#threshold="
                + Recording.PINNED_LONGER_THAN.toMillis()
                + "ms";
    }

    void awaitReady() throws InterruptedException {
        long giveUpAt = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > giveUpAt) {
                throw new IllegalStateException("the executor does not start: " + lastLines());
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException _) {
            return false; // nobody listens yet
        }
    }

    /** How long announcements took since the start. */
    LatencyBuckets announcements() throws IOException, InterruptedException {
        return LatencyBuckets.read(get("/q/metrics").body(), "lifeline_announcement_seconds");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri.resolve(path)).build(), BodyHandlers.ofString());
    }

    /** What lives on its heap now; the details are kept under that name. */
    LiveHeap liveHeap(String name) throws IOException {
        return LiveHeap.of(process.pid(), recording.resolveSibling("heap-" + name + ".txt"));
    }

    /** Fails when the process ends. */
    CompletableFuture<Void> untilItEnds() {
        return process.onExit()
                .thenAccept(code -> {
                    throw new CompletionException(
                            new IllegalStateException(
                                    "the executor ended with exit code "
                                            + code
                                            + ": "
                                            + lastLines()));
                });
    }

    private String lastLines() {
        return String.join(System.lineSeparator(), process.log().tail(LINES_SHOWN));
    }

    /**
     * Ends the process.
     *
     * @return where its recording is
     */
    Path stop() {
        close();
        return recording;
    }

    @Override
    public void close() {
        process.close();
    }
}
