package dev.lifeline.benchmarks.monitor;

import dev.lifeline.benchmarks.process.Issuer;
import dev.lifeline.benchmarks.process.LiveHeap;
import dev.lifeline.benchmarks.process.MetricsPage;
import dev.lifeline.benchmarks.process.Patience;
import dev.lifeline.benchmarks.process.ServiceProcess;
import dev.lifeline.benchmarks.process.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The monitor as its image runs it, with a heap of 1 GiB and an operator who may ask. */
public final class MonitorProcess implements AutoCloseable {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx1g", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseCompactObjectHeaders");

    /** Its page of measurements is long, since Kafka Streams' own are in it. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final double CAUGHT_UP_SECONDS = 2;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServiceProcess process;
    private final String token;
    private final Path state;

    private MonitorProcess(ServiceProcess process, String token, Path state) {
        this.process = process;
        this.token = token;
        this.state = state;
    }

    /**
     * Starts one on that broker, without any state.
     *
     * @param settings of its own, as environment variables
     * @param directory where its state, log, recording and histograms are kept
     */
    public static MonitorProcess start(
            Map<String, Object> kafka, Map<String, String> settings, Path directory)
            throws IOException {
        delete(state(directory));
        return startAgain(kafka, settings, directory);
    }

    /** Starts one again, with what state the last one has left in the directory. */
    public static MonitorProcess startAgain(
            Map<String, Object> kafka, Map<String, String> settings, Path directory)
            throws IOException {
        Files.createDirectories(directory);
        var state = state(directory);
        var issuer = new Issuer(Clock.systemUTC());
        var key = directory.resolve("public.pem").toAbsolutePath();
        issuer.writePublicKey(key);
        var environment = new TreeMap<>(ServiceProcess.variables(kafka));
        environment.put("LIFELINE_MONITOR_STATE_DIR", state.toString());
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString());
        environment.putAll(settings);
        return new MonitorProcess(
                ServiceProcess.start(
                        "event-monitor", JVM_OPTIONS, List.of(), environment, directory),
                issuer.operatorToken(),
                state);
    }

    /** Waits until it is ready. */
    public void awaitReady() throws InterruptedException {
        process.awaitReady();
    }

    /** Waits until it has read everything, and its table has that many open runs. */
    public void awaitOpenRuns(long wanted, Duration limit) throws InterruptedException {
        new Patience(limit, PAUSE)
                .await(
                        () ->
                                "after %d s the monitor does not know of %d open runs"
                                        .formatted(limit.toSeconds(), wanted),
                        () -> {
                            var now = measurements();
                            return now.openRuns() == wanted && now.clockLag() < CAUGHT_UP_SECONDS;
                        });
    }

    /** What it says of itself. */
    public MonitorMeasurements measurements() throws IOException, InterruptedException {
        return new MonitorMeasurements(new MetricsPage(process.metrics()));
    }

    /** Asks it, as an operator. */
    public HttpResponse<String> ask(URI path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(process.uri().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** What it has used so far. */
    public Usage usage() {
        return process.usage();
    }

    /** What lives on its heap now; the details are kept under that name. */
    public LiveHeap liveHeap(String name) throws IOException {
        return process.liveHeap(name);
    }

    /**
     * Ends it, with which it writes out what it holds in memory.
     *
     * @return bytes of its state directory
     */
    public long stop() throws IOException {
        process.stop();
        try (var files = Files.walk(state)) {
            return files.filter(Files::isRegularFile).mapToLong(MonitorProcess::size).sum();
        }
    }

    private static Path state(Path directory) {
        return directory.resolve("state").toAbsolutePath();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var all = Files.walk(directory)) {
                for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    @Override
    public void close() {
        http.close();
        process.close();
    }
}
