package dev.lifeline.executor.run;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Work from its arrival to its run's end, with what can stop it. Has identity. */
final class Ticket {

    /** Of a run that waits: its command, its signal, its timer. */
    private static final int BYTES_WITHOUT_INPUT = 1024;

    private final Work work;
    private final Instant deadline;
    private final @Nullable Ticket parent;
    private final StopSignal stop = new StopSignal();
    private final Children children = new Children(stop);
    private final CompletableFuture<Optional<Ending>> end = new CompletableFuture<>();
    private final AtomicInteger descendants = new AtomicInteger();
    private final Future<?> timer;

    /**
     * @param parent the run whose tool waits for this one, if it is in this process
     * @param timer has done what it is given at the deadline
     */
    Ticket(
            Work work,
            Instant deadline,
            @Nullable Ticket parent,
            Function<Runnable, Future<?>> timer) {
        this.work = work;
        this.parent = parent;
        this.deadline = deadline;
        this.timer = timer.apply(() -> stop.stop(new Ending.TimedOut()));
        work.owned().onLeave(work.run().runId(), () -> stop.stop(new Ending.Lost()));
    }

    Work work() {
        return work;
    }

    Instant deadline() {
        return deadline;
    }

    StopSignal stop() {
        return stop;
    }

    /** Whether another run waits for it: then it must not wait for a place. */
    boolean isChild() {
        return parent != null;
    }

    /** How many runs are above it. */
    int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** Counts one more run below the one that is above all. */
    int countDescendant() {
        return parent == null ? descendants.incrementAndGet() : parent.countDescendant();
    }

    Children children() {
        return children;
    }

    /**
     * Completes when the run has ended, with how; with nothing when it is left to the partition's
     * next owner.
     */
    CompletableFuture<Optional<Ending>> end() {
        return end;
    }

    /** The memory that it keeps while it waits. */
    long bytes() {
        return BYTES_WITHOUT_INPUT + 2L * work.input().length();
    }

    String tenant() {
        return work.run().tenantId();
    }

    Key key() {
        var run = work.run();
        return new Key(run.tenantId(), run.userId(), run.runId());
    }

    /**
     * Nothing can stop it any more.
     *
     * @param ending how it ended, if it did
     */
    void close(@Nullable Ending ending) {
        timer.cancel(false);
        work.owned().forget(work.run().runId());
        end.complete(Optional.ofNullable(ending));
    }

    /** By what others know the run; its id alone may be claimed by several users. */
    record Key(String tenantId, String userId, String runId) {}
}
