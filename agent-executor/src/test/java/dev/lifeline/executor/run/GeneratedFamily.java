package dev.lifeline.executor.run;

import dev.lifeline.executor.log.OpenRuns;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run and those that its tools start, on a log in memory; drawn from a seed are its questions,
 * when one of the runs is cancelled, and when the executor dies.
 */
final class GeneratedFamily {

    private final Random random;
    private final List<ExecutorForTests> executors;
    private final String rootId;
    private final int cancelAt;
    private final List<AgentEvent> log = new ArrayList<>();
    private int attempt;
    private int dieAt = Integer.MAX_VALUE;
    private @Nullable CancelRun cancelled;
    private CompletableFuture<Void> endOrDeath = new CompletableFuture<>();
    private OwnedPartition owned = OpenRuns.owned(1);

    /**
     * @param executors by whom it is carried out, in turns
     */
    GeneratedFamily(long seed, List<ExecutorForTests> executors) {
        random = new Random(seed);
        this.executors = executors;
        rootId = "00000000-0000-7000-8000-%012x".formatted(seed);
        cancelAt = random.nextInt(3) == 0 ? random.nextInt(40) : Integer.MAX_VALUE;
    }

    /** Runs to the end, on as many executors as that takes. */
    List<AgentEvent> execute(int deaths) throws Exception {
        dieAt = deaths == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(40);
        executor().start(command(), owned, appender());
        while (!awaitEnd()) {
            attempt++;
            dieAt = attempt >= deaths ? Integer.MAX_VALUE : log().size() + random.nextInt(20);
            take();
            executor().goOn(OpenRuns.allIn(log(), Set.of()), owned, appender());
            cancelAgain();
        }
        return log();
    }

    private void take() {
        owned = OpenRuns.owned(attempt + 1);
        endOrDeath = new CompletableFuture<>();
    }

    private ExecutorForTests executor() {
        return executors.get(attempt % executors.size());
    }

    private StartRun command() {
        return new StartRun(
                rootId,
                "default",
                "alice",
                "elder",
                Long.toString(random.nextLong()),
                rootId,
                null,
                null,
                Instant.now(),
                null);
    }

    private boolean awaitEnd() throws Exception {
        endOrDeath.get(60, TimeUnit.SECONDS);
        synchronized (log) {
            return log.stream().anyMatch(this::isEnd);
        }
    }

    private boolean isEnd(AgentEvent event) {
        return event.getRunId().equals(rootId)
                && event.getType().equals(EventTypes.AGENT_COMPLETED);
    }

    private EventAppender appender() {
        var mine = owned;
        var death = endOrDeath;
        return event -> append(event, mine, death);
    }

    private CompletableFuture<Long> append(
            AgentEvent event, OwnedPartition mine, CompletableFuture<Void> death) {
        CompletableFuture<Long> appended;
        boolean cancels;
        synchronized (log) {
            if (mine.isLost() || (death.isDone() && !isOver())) {
                return CompletableFuture.failedFuture(OpenRuns.ownershipLost());
            }
            log.add(event);
            appended = CompletableFuture.completedFuture((long) log.size());
            cancels = log.size() == cancelAt;
            if (log.size() > dieAt && !isEnd(event)) {
                death.complete(null);
                appended = CompletableFuture.failedFuture(OpenRuns.ownershipLost());
            } else if (isEnd(event)) {
                death.complete(null);
            }
        }
        if (cancels) {
            cancel(event.getRunId());
        }
        if (death.isDone() && appended.isCompletedExceptionally()) {
            OpenRuns.lose(mine);
        }
        return appended;
    }

    private boolean isOver() {
        return log.stream().anyMatch(this::isEnd);
    }

    private void cancel(String runId) {
        cancelled = new CancelRun(runId, "default", "alice", null, Instant.now());
        executor().cancel(cancelled);
    }

    /** A command whose effect is not in the log is read again by the partition's next owner. */
    private void cancelAgain() {
        if (cancelled != null) {
            executor().cancel(cancelled);
        }
    }

    private List<AgentEvent> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }
}
