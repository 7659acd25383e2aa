package dev.lifeline.executor.run;

import java.time.Instant;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Work from its arrival to its run's end, with what can stop it. Has identity. */
final class Ticket {

    /** Of a run that waits: its command, its signal, its timer. */
    private static final int BYTES_WITHOUT_INPUT = 1024;

    private final Work work;
    private final Instant deadline;
    private final StopSignal stop = new StopSignal();
    private final Future<?> timer;

    /**
     * @param timer has done what it is given at the deadline
     */
    Ticket(Work work, Instant deadline, Function<Runnable, Future<?>> timer) {
        this.work = work;
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

    /** Nothing can stop it any more. */
    void close() {
        timer.cancel(false);
        work.owned().forget(work.run().runId());
    }

    /** By what others know the run; its id alone may be claimed by several users. */
    record Key(String tenantId, String userId, String runId) {}
}
