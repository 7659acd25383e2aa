package dev.lifeline.monitor.stream;

import dev.lifeline.schemas.SchemasUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the application when a stream thread dies: what may pass gets a new
 * thread, a few times a minute; what cannot pass ends the client, so that liveness shows it.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = Logger.getLogger(FailurePolicy.class);
    private static final int MOST_IN_WINDOW = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private volatile @Nullable Ending ending;

    FailurePolicy(Clock clock) {
        this.clock = clock;
    }

    /** Why the client was ended. */
    sealed interface Ending {

        /** The topics it reads are gone: it can begin anew when they are back. */
        record TopicsGone() implements Ending {}

        /** Nothing that waiting would heal. */
        record Fatal(String reason) implements Ending {}
    }

    /** Why the client was ended, null if it was not. */
    @Nullable Ending ending() {
        return ending;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        if (has(failure, MissingSourceTopicException.class)) {
            LOG.warn("The topics that the monitor reads are gone; waiting for them");
            ending = new Ending.TopicsGone();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (mayPass(failure) && mayReplace()) {
            LOG.warn("A stream thread died of something that may pass; replacing it", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("Kafka Streams cannot go on", failure);
        ending = new Ending.Fatal(root(failure).toString());
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static boolean mayPass(Throwable failure) {
        return has(failure, RetriableException.class)
                || has(failure, SchemasUnavailableException.class);
    }

    private synchronized boolean mayReplace() {
        var now = clock.instant();
        replacements.removeIf(at -> at.isBefore(now.minus(WINDOW)));
        replacements.add(now);
        return replacements.size() <= MOST_IN_WINDOW;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable failure) {
        var at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
