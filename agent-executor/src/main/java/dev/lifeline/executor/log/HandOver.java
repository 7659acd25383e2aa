package dev.lifeline.executor.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Gives partitions up in good order: their runs stop where the next owner can go on, tools that may
 * not be called twice get time to end, and then the log is told, so that nobody takes it for a
 * crash.
 */
final class HandOver {

    private static final Logger LOG = Logger.getLogger(HandOver.class);

    /** Kafka may be away, and the group waits. */
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(5);

    private final EventWriter writer;
    private final Duration patience;

    /**
     * @param patience how long tools get
     */
    HandOver(EventWriter writer, Duration patience) {
        this.writer = writer;
        this.patience = patience;
    }

    /** Returns when all are given up, or patience has ended; nothing is written there any more. */
    void giveUp(List<OwnedPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        if (!await(partitions.stream().map(OwnedPartition::leave).toList(), patience)) {
            LOG.warnf(
                    "tools that may not be called twice are still at work after %d s; their runs"
                            + " will be lost",
                    patience.toSeconds());
        }
        partitions.forEach(OwnedPartition::close);
        if (!await(partitions.stream().map(this::write).toList(), WRITE_PATIENCE)) {
            LOG.warn(
                    "partitions are given up without a word in the log, which counts as a crash;"
                            + " is Kafka away?");
        }
    }

    private CompletableFuture<Void> write(OwnedPartition partition) {
        return writer.yielded(partition).thenRun(partition::yielded);
    }

    /** False if not all of them have completed normally by then. */
    private static boolean await(List<CompletableFuture<Void>> all, Duration patience) {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
