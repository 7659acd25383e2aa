package dev.lifeline.e2e.fleet;

import dev.lifeline.e2e.kafka.EventPen;
import dev.lifeline.e2e.kafka.ScriptedRun;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Users whose runs go on, an event of each user at a time, until they are stopped. What the broker
 * does not take is tried again until it does.
 */
public final class Chatter implements AutoCloseable {

    private static final int EVENTS_OF_A_RUN = 20;

    private final EventPen pen;
    private final List<UserKey> users;
    private final int atOnce;
    private final Map<UserKey, Deque<AgentEvent>> coming = new HashMap<>();
    private final Map<String, List<String>> written = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> writing;
    private int next;

    private Chatter(EventPen pen, List<UserKey> users, int atOnce, Duration pause) {
        this.pen = pen;
        this.users = List.copyOf(users);
        this.atOnce = atOnce;
        this.writing =
                clock.scheduleWithFixedDelay(
                        this::write, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Every so often, the next event of so many users, who take turns. */
    public static Chatter start(EventPen pen, List<UserKey> users, int atOnce, Duration pause) {
        return new Chatter(pen, users, atOnce, pause);
    }

    /** Stops; returns the ids of all that is in the log, by user. */
    public Map<String, List<String>> stop() throws InterruptedException, ExecutionException {
        writing.cancel(false);
        // The clock's one thread has ended what it was at when it comes to this.
        return clock.submit(() -> Map.copyOf(written)).get();
    }

    private void write() {
        var events = new ArrayList<AgentEvent>();
        for (int i = 0; i < atOnce; i++) {
            events.add(nextOf(users.get(next)));
            next = (next + 1) % users.size();
        }
        for (var done : pen.write(events)) {
            var event = done.event();
            written.computeIfAbsent(
                            new UserKey(event.getTenantId(), event.getUserId()).text(),
                            _ -> new ArrayList<>())
                    .add(event.getId());
        }
    }

    private AgentEvent nextOf(UserKey user) {
        var run = coming.computeIfAbsent(user, _ -> new ArrayDeque<>());
        if (run.isEmpty()) {
            run.addAll(ScriptedRun.of(user).events(EVENTS_OF_A_RUN, "word"));
        }
        return run.remove();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
