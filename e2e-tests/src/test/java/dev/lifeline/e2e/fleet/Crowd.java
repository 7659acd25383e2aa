package dev.lifeline.e2e.fleet;

import dev.lifeline.schemas.UserKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Many users who watch at the same time, each over a WebSocket of their own, with few threads. */
public final class Crowd implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int THREADS = 4;
    private static final int CONNECTING_AT_ONCE = 50;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpClient http = HttpClient.newBuilder().executor(threads).build();
    private final Map<String, Viewer> viewers = new LinkedHashMap<>();

    private Crowd() {}

    /** Has them all connect, each to their own address; returns when all have caught up. */
    public static Crowd watching(
            List<UserKey> users, Function<UserKey, URI> address, Function<UserKey, String> token)
            throws InterruptedException {
        var crowd = new Crowd();
        var turns = new Semaphore(CONNECTING_AT_ONCE);
        for (var user : users) {
            var viewer = new Viewer(crowd.http, address.apply(user), token.apply(user));
            crowd.viewers.put(user.text(), viewer);
            turns.acquire();
            var _ = viewer.connect().whenComplete((_, _) -> turns.release());
        }
        crowd.awaitLive();
        return crowd;
    }

    /** Waits until all are connected and have caught up. */
    public void awaitLive() {
        Awaitility.await("all have caught up")
                .atMost(LIMIT)
                .until(() -> viewers.values().stream().allMatch(Viewer::isLive));
    }

    /** What they saw, as soon as each has seen as many events as were written, or never will. */
    public Tally tally(Map<String, List<String>> written) {
        Tally.await(() ->
                viewers.entrySet().stream()
                        .allMatch(viewer ->
                                viewer.getValue().count()
                                        >= written.getOrDefault(viewer.getKey(), List.of())
                                                .size()));
        return Tally.of(written, seen());
    }

    private Map<String, List<String>> seen() {
        return viewers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, user -> user.getValue().seen()));
    }

    /** How many connections have ended so far, or could not be had. */
    public int cuts() {
        return sum(Viewer::cuts);
    }

    /** Waits until each has seen so many events more than the one with the fewest has now. */
    public void awaitMore(int events) {
        int enough = fewestSeen() + events;
        Awaitility.await("all have seen more").atMost(LIMIT).until(() -> fewestSeen() >= enough);
    }

    private int fewestSeen() {
        return viewers.values().stream().mapToInt(Viewer::count).min().orElseThrow();
    }

    /** The fewest heartbeats that came to anybody so far. */
    public int fewestHeartbeats() {
        return viewers.values().stream().mapToInt(Viewer::heartbeats).min().orElseThrow();
    }

    private int sum(ToIntFunction<Viewer> count) {
        return viewers.values().stream().mapToInt(count).sum();
    }

    @Override
    public void close() {
        viewers.values().forEach(Viewer::leave);
        http.shutdownNow();
        threads.shutdownNow();
    }
}
