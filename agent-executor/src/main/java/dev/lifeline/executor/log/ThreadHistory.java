package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the earlier runs of a thread, with a few consumers for the whole process. It only adds to a
 * run: what cannot be had soon is left out. Thread-safe.
 */
@Singleton
public final class ThreadHistory {

    private static final Logger LOG = Logger.getLogger(ThreadHistory.class);
    private static final int MOST_RUNS = 20;
    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final int READERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Whoever goes from place to place is held up by fetches that wait for what is to come. */
    private static final Map<String, Object> SETTINGS =
            Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);

    private final KafkaClients kafka;
    private final Codec codec;
    private final Semaphore permits = new Semaphore(READERS);
    private final Queue<PatientConsumer<byte[]>> idle = new ConcurrentLinkedQueue<>();

    public ThreadHistory(KafkaClients kafka, Codec codec) {
        this.kafka = kafka;
        this.codec = codec;
    }

    /**
     * A run in its thread.
     *
     * @param previousRunId null for a thread's first
     */
    public record Link(String runId, UserKey user, @Nullable String previousRunId) {}

    /**
     * The runs that precede a run in its thread, of the same user: the last 20 at most, as far as
     * they are found within 5 s and have 256 Ki characters together.
     *
     * @param partition of the run's user
     * @param wanted asked now and then; when it says no, what has been found is the answer
     * @return the oldest first
     */
    public List<PastRun> before(Link run, int partition, BooleanSupplier wanted) {
        if (run.previousRunId() == null) {
            return List.of();
        }
        var runs = new ArrayList<PastRun>();
        try {
            long until = System.nanoTime() + PATIENCE.toNanos();
            if (permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                BooleanSupplier goesOn =
                        () -> System.nanoTime() - until < 0 && wanted.getAsBoolean();
                read(run, partition, goesOn, runs);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a run's thread is never interrupted", e);
        }
        return runs.reversed();
    }

    private void read(Link run, int partition, BooleanSupplier goesOn, List<PastRun> found) {
        PatientConsumer<byte[]> reader = null;
        try {
            reader = idle.poll();
            if (reader == null) {
                reader = kafka.consumer(SETTINGS);
            }
            follow(run, new PastRunSearch(reader, codec, run.user(), partition, goesOn), found);
            idle.add(reader);
        } catch (KafkaException e) {
            LOG.infof("run %s: goes on without its thread: %s", run.runId(), e.getMessage());
            close(reader);
        } finally {
            permits.release();
        }
    }

    /** From each run to the one before it. */
    private static void follow(Link run, PastRunSearch search, List<PastRun> found) {
        var seen = new HashSet<String>();
        int characters = 0;
        String next = run.previousRunId();
        while (next != null && seen.size() < MOST_RUNS && seen.add(next)) {
            var past = parse(next).flatMap(search::find);
            if (past.isEmpty()) {
                LOG.infof(
                        "run %s: goes on without its thread's run %s and those before, which are"
                                + " not to be found",
                        run.runId(), next);
                return;
            }
            characters += past.get().characters();
            if (characters > MOST_CHARACTERS) {
                return;
            }
            found.add(past.get());
            next = past.get().previousRunId();
        }
    }

    private static Optional<RunId> parse(String runId) {
        try {
            return Optional.of(new RunId(runId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void close(@Nullable PatientConsumer<byte[]> reader) {
        if (reader != null) {
            reader.close();
        }
    }

    @PreDestroy
    void close() {
        idle.forEach(reader -> reader.close());
    }
}
