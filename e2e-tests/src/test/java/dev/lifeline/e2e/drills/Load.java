package dev.lifeline.e2e.drills;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs that are ordered one after the other, at a steady pace, until that is stopped. */
public final class Load implements AutoCloseable {

    private final List<String> runs = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> orders;

    private Load(Drill drill, String prefix, Duration pause, Supplier<String> plan) {
        orders =
                thread.scheduleAtFixedRate(
                        () -> runs.add(drill.order(Drill.user(prefix, runs.size()), plan.get())),
                        0,
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Begins to order runs. */
    public static Load start(Drill drill, String prefix, Duration pause, Supplier<String> plan) {
        return new Load(drill, prefix, pause, plan);
    }

    /** The runs ordered so far. */
    public List<String> runs() {
        return List.copyOf(runs);
    }

    /** Orders no more; all runs that were ordered. */
    public List<String> stop() {
        if (orders.isDone()) {
            throw new IllegalStateException("orders have failed; see " + orders);
        }
        close();
        return runs();
    }

    @Override
    public void close() {
        orders.cancel(false);
        thread.close();
    }
}
