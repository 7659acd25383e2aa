package dev.lifeline.gateway.web;

import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.problem.Problems;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /**
     * Gives a user's connection a place, whatever carries it.
     *
     * @throws dev.lifeline.gateway.problem.RefusedException if there is none
     */
    Place enter(UserKey user) {
        if (draining) {
            throw Problems.shuttingDown();
        }
        if (!count(user)) {
            throw Problems.tooManyConnections();
        }
        return new Place(user);
    }

    /** A user's place among those allowed, until it is left. */
    final class Place {

        private final UserKey user;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(UserKey user) {
            this.user = user;
        }

        /** Makes room; harmless when that has been done. */
        void leave() {
            if (left.compareAndSet(false, true)) {
                uncount(user);
            }
        }
    }

    private synchronized boolean count(UserKey user) {
        int open = byUser.getOrDefault(user, 0);
        if (open >= limit) {
            return false;
        }
        byUser.put(user, open + 1);
        return true;
    }

    private synchronized void uncount(UserKey user) {
        byUser.computeIfPresent(user, (u, open) -> open > 1 ? open - 1 : null);
    }

    void add(Connection connection) {
        if (addAndSeeWhetherDraining(connection)) {
            tellToGo(connection);
        }
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    }

    void stop(@Observes ShutdownDelayInitiatedEvent stopping) throws InterruptedException {
        var leaving = beginToDrain();
        if (leaving.isEmpty()) {
            return;
        }
        LOG.info("telling {} connections to go", leaving.size());
        leaving.forEach(this::tellToGo);
        long end = System.nanoTime() + drain.toNanos() + Duration.ofSeconds(1).toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }

    /** Each connection is told once: here, or when it is added later. */
    private synchronized List<Connection> beginToDrain() {
        draining = true;
        return List.copyOf(open);
    }

    private synchronized boolean addAndSeeWhetherDraining(Connection connection) {
        open.add(connection);
        return draining;
    }

    private void tellToGo(Connection connection) {
        long delay = ThreadLocalRandom.current().nextLong(drain.toMillis() + 1);
        connection.goAway(Duration.ofMillis(delay));
    }

    private void tick() {
        var now = clock.instant();
        open.forEach(connection -> connection.tick(now));
    }
}
