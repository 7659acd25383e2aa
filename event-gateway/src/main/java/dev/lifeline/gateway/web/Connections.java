package dev.lifeline.gateway.web;

import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.schemas.UserKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open streams: counted by user, looked after every second, told to go at the end. */
@Singleton
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long TICK_MILLIS = 1000;

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Map<UserKey, Integer> byUser = new HashMap<>();
    private final int limit;
    private final Duration drain;
    private final Vertx vertx;
    private final Clock clock;
    private volatile boolean draining;

    Connections(GatewayConfig config, Vertx vertx, Clock clock, MeterRegistry meters) {
        this.limit = config.limits().connectionsPerUser();
        this.drain = config.drain();
        this.vertx = vertx;
        this.clock = clock;
        meters.gauge("lifeline.gateway.connections", open, Set::size);
    }

    boolean isDraining() {
        return draining;
    }

    /** Counts a user's connection in; false if the user has as many as are allowed. */
    synchronized boolean enter(UserKey user) {
        int count = byUser.getOrDefault(user, 0);
        if (count >= limit) {
            return false;
        }
        byUser.put(user, count + 1);
        return true;
    }

    /** Counts it out again. */
    synchronized void leave(UserKey user) {
        byUser.computeIfPresent(user, (u, count) -> count > 1 ? count - 1 : null);
    }

    void add(Connection connection) {
        open.add(connection);
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    }

    void stop(@Observes ShutdownDelayInitiatedEvent stopping) throws InterruptedException {
        draining = true;
        if (open.isEmpty()) {
            return;
        }
        LOG.info("telling {} connections to go", open.size());
        for (var connection : open) {
            long delay = ThreadLocalRandom.current().nextLong(drain.toMillis() + 1);
            connection.goAway(Duration.ofMillis(delay));
        }
        long end = System.nanoTime() + drain.toNanos() + Duration.ofSeconds(1).toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }

    private void tick() {
        var now = clock.instant();
        open.forEach(connection -> connection.tick(now));
    }
}
