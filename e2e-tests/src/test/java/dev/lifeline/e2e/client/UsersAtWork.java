package dev.lifeline.e2e.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Users who each start one run after the other, and see every one whole, until they are stopped.
 */
public final class UsersAtWork implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<Future<List<CompleteRun>>> users;

    /** Sets them to work. */
    public UsersAtWork(List<Api> users) {
        this.users = users.stream().map(user -> threads.submit(() -> runsOf(user))).toList();
    }

    /** Waits until each could have seen the end of a run that it started after now. */
    public void awaitMoreRuns() {
        int enough = ended.get() + 2 * users.size();
        Awaitility.await("runs end")
                .atMost(LIMIT)
                .failFast(this::requireNoneFailed)
                .until(() -> ended.get() >= enough);
    }

    /** Lets them end the runs they are at; all runs that they saw. */
    public List<CompleteRun> stop() throws InterruptedException, ExecutionException {
        isOver.set(true);
        var runs = new ArrayList<CompleteRun>();
        for (var user : users) {
            runs.addAll(user.get());
        }
        return runs;
    }

    @Override
    public void close() {
        isOver.set(true);
        threads.close();
    }

    private List<CompleteRun> runsOf(Api user) {
        var runs = new ArrayList<CompleteRun>();
        try (var stream = user.stream("").awaitWelcome()) {
            while (!isOver.get()) {
                var run = user.start("clumsy", "Trip over everything.");
                runs.add(new CompleteRun(stream.awaitEnd(run.runId())));
                ended.incrementAndGet();
            }
        }
        return runs;
    }

    private void requireNoneFailed() throws InterruptedException, ExecutionException {
        for (var user : users) {
            if (user.isDone()) {
                user.get();
            }
        }
    }
}
