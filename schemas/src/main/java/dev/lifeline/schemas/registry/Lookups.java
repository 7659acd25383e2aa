package dev.lifeline.schemas.registry;

import dev.lifeline.schemas.SchemaRef;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.WriterSchemas.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks references up at one source, each on a thread of its own and again and again until there is
 * an answer. Thread-safe.
 */
final class Lookups implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** What nobody had may be there later: the registry was restored, say. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);

    /** Hostile records can name any number of schemas that do not exist. */
    private static final int MOST_ANSWERS = 10_000;

    private static final int QUESTIONS_AT_ONCE = 8;

    private final Source source;
    private final Duration disbelief;
    private final InstantSource clock;
    private final Map<SchemaRef, Answer> answers = new ConcurrentHashMap<>();
    private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE);
    private final ExecutorService threads;

    /**
     * @param disbelief for how long a source that does not know a reference is asked again
     */
    Lookups(String name, Source source, Duration disbelief, InstantSource clock) {
        this.source = source;
        this.disbelief = disbelief;
        this.clock = clock;
        threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name).factory());
    }

    /** Where schemas are found. */
    interface Source {

        /**
         * What it has under a reference.
         *
         * @throws SchemasUnavailableException if it cannot be asked now
         */
        Finding look(SchemaRef ref) throws InterruptedException;
    }

    /** What is known now; what is not is being looked up from now on. */
    Finding find(SchemaRef ref) {
        var known = answers.get(ref);
        if (known != null && !known.isOutdated(clock.instant())) {
            return known.finding();
        }
        var asked = new Answer(new Finding.Pending(ref + " is being looked up"), clock.instant());
        boolean first =
                known == null
                        ? answers.putIfAbsent(ref, asked) == null
                        : answers.replace(ref, known, asked);
        if (first) {
            threads.execute(() -> lookUntilAnswered(ref, asked.since()));
        }
        return asked.finding();
    }

    /** The reason why something has been looked for since before that time. */
    Optional<String> pendingSince(Instant time) {
        return answers.values().stream()
                .filter(answer -> answer.since().isBefore(time))
                .map(Answer::finding)
                .filter(Finding.Pending.class::isInstance)
                .map(finding -> ((Finding.Pending) finding).reason())
                .findFirst();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void lookUntilAnswered(SchemaRef ref, Instant since) {
        try {
            while (look(ref, since) instanceof Finding.Pending pending) {
                var before = answers.put(ref, new Answer(pending, since));
                if (before == null || !before.finding().equals(pending)) {
                    LOG.warn("records wait for a schema: {}", pending.reason());
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    /** One question; an answer is kept. */
    private Finding look(SchemaRef ref, Instant since) throws InterruptedException {
        var finding = ask(ref);
        var now = clock.instant();
        if (finding instanceof Finding.Unknown(var reason) && since.plus(disbelief).isAfter(now)) {
            return new Finding.Pending(reason);
        }
        if (!(finding instanceof Finding.Pending)) {
            makeRoom();
            answers.put(ref, new Answer(finding, now));
        }
        return finding;
    }

    private Finding ask(SchemaRef ref) throws InterruptedException {
        questions.acquire();
        try {
            return source.look(ref);
        } catch (SchemasUnavailableException e) {
            return new Finding.Pending(ref + ": " + e.getMessage());
        } finally {
            questions.release();
        }
    }

    private void makeRoom() {
        if (answers.size() >= MOST_ANSWERS) {
            answers.values().removeIf(answer -> answer.finding() instanceof Finding.Unknown);
        }
    }

    private record Answer(Finding finding, Instant since) {

        boolean isOutdated(Instant now) {
            return finding instanceof Finding.Unknown && since.plus(UNKNOWN_FOR).isBefore(now);
        }
    }
}
