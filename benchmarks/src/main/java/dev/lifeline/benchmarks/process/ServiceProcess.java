package dev.lifeline.benchmarks.process;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A service's jar as production runs it, on a port of its own and with a flight recording. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int LINES_SHOWN = 30;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JavaProcess process;
    private final URI uri;
    private final Path recording;

    private ServiceProcess(JavaProcess process, URI uri, Path recording) {
        this.process = process;
        this.uri = uri;
        this.recording = recording;
    }

    /**
     * Starts one; {@link #awaitReady()} tells when it can be used.
     *
     * @param module its directory in the project
     * @param jvmOptions beside those that record
     * @param recorded more of the recording's settings, as {@code event#setting=value}
     * @param directory where its log and its recording are kept
     */
    public static ServiceProcess start(
            String module,
            List<String> jvmOptions,
            List<String> recorded,
            Map<String, String> environment,
            Path directory)
            throws IOException {
        Files.createDirectories(directory);
        var log = directory.resolve(module + ".log");
        var recording = directory.resolve(module + ".jfr").toAbsolutePath();
        Files.deleteIfExists(log);
        Files.deleteIfExists(recording);
        int port = FreePorts.one();
        var variables = new TreeMap<>(environment);
        variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var options = new ArrayList<>(jvmOptions);
        options.add(record(recording, recorded));
        var jar = Path.of(module, "target", "quarkus-app", "quarkus-run.jar");
        var program =
                new JavaProgram(module, options, List.of("-jar", jar.toString()), variables, log);
        return new ServiceProcess(
                JavaProcess.start(program), URI.create("http://127.0.0.1:" + port), recording);
    }

    /** Kafka's settings as environment variables. */
    public static Map<String, String> variables(Map<String, Object> kafka) {
        var variables = new TreeMap<String, String>();
        kafka.forEach((name, value) -> variables.put(variable("kafka." + name), value.toString()));
        return variables;
    }

    private static String variable(String key) {
        return key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String record(Path file, List<String> recorded) {
        var start =
                "-XX:StartFlightRecording=settings=default,dumponexit=true,filename=" + file + ",";
        return start + String.join(",", recorded);
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() throws InterruptedException {
        new Patience(START_LIMIT)
                .await(() -> process.name() + " does not start: " + lastLines(), this::isReady);
    }

    private boolean isReady() throws InterruptedException {
        if (!process.isAlive()) {
            throw ended();
        }
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException _) {
            return false; // nobody listens yet
        }
    }

    /** Its measurements, as Prometheus collects them. */
    public String metrics() throws IOException, InterruptedException {
        return get("/q/metrics").body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri.resolve(path)).build(), BodyHandlers.ofString());
    }

    public URI uri() {
        return uri;
    }

    /** What it has used so far. */
    public Usage usage() {
        return Usage.of(process.pid());
    }

    /** What lives on its heap now; the details are kept under that name. */
    public LiveHeap liveHeap(String name) throws IOException {
        return LiveHeap.of(process.pid(), recording.resolveSibling("heap-" + name + ".txt"));
    }

    /** Fails when the process ends. */
    public CompletableFuture<Void> untilItEnds() {
        return process.onExit()
                .thenAccept(_ -> {
                    throw new CompletionException(ended());
                });
    }

    private IllegalStateException ended() {
        return new IllegalStateException(
                process.name()
                        + " ended with exit code "
                        + process.exitCode()
                        + ": "
                        + lastLines());
    }

    private String lastLines() {
        return String.join(System.lineSeparator(), process.log().tail(LINES_SHOWN));
    }

    /**
     * Ends the process.
     *
     * @return where its recording is
     */
    public Path stop() {
        close();
        return recording;
    }

    @Override
    public void close() {
        process.close();
    }
}
