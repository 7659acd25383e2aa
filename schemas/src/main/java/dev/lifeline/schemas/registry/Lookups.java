package dev.lifeline.schemas.registry;

import dev.lifeline.schemas.SchemaRef;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.WriterSchemas.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks references up at one source, on a thread of its own, each again and again until there is an
 * answer. Thread-safe.
 */
final class Lookups implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** What nobody had may be there later: the registry was restored, say. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);

    /** Hostile records can name any number of schemas that do not exist. */
    private static final int MOST_ANSWERS = 10_000;

    private final Source source;
    private final Duration disbelief;
    private final InstantSource clock;
    private final Map<SchemaRef, Answer> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<SchemaRef> open = new LinkedBlockingQueue<>();
    private final Thread thread;

    /**
     * @param disbelief for how long a source that does not know a reference is asked again
     */
    Lookups(String name, Source source, Duration disbelief, InstantSource clock) {
        this.source = source;
        this.disbelief = disbelief;
        this.clock = clock;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
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
        var now = clock.instant();
        var answer =
                answers.compute(
                        ref,
                        (same, known) ->
                                known == null || known.isOutdated(now) ? ask(ref, now) : known);
        return answer.finding();
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
        thread.interrupt();
    }

    private Answer ask(SchemaRef ref, Instant now) {
        open.add(ref);
        return new Answer(new Finding.Pending(ref + " is being looked up"), now);
    }

    private void run() {
        try {
            while (true) {
                look(open.take());
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    private void look(SchemaRef ref) throws InterruptedException {
        var asked = answers.get(ref);
        var since = asked == null ? clock.instant() : asked.since();
        var finding = finding(ref);
        var now = clock.instant();
        switch (finding) {
            case Finding.Known known -> answers.put(ref, new Answer(known, now));
            case Finding.Unknown unknown when since.plus(disbelief).isAfter(now) ->
                    again(ref, unknown.reason(), since);
            case Finding.Unknown unknown -> {
                makeRoom();
                answers.put(ref, new Answer(unknown, now));
            }
            case Finding.Pending pending -> again(ref, pending.reason(), since);
        }
    }

    private Finding finding(SchemaRef ref) throws InterruptedException {
        try {
            return source.look(ref);
        } catch (SchemasUnavailableException e) {
            return new Finding.Pending(ref + ": " + e.getMessage());
        }
    }

    private void again(SchemaRef ref, String reason, Instant since) throws InterruptedException {
        var pending = new Finding.Pending(reason);
        var before = answers.put(ref, new Answer(pending, since));
        if (before == null || !before.finding().equals(pending)) {
            LOG.warn("records wait for a schema: {}", reason);
        }
        Thread.sleep(PAUSE);
        open.add(ref);
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
