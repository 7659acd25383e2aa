package dev.lifeline.gateway.log;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;

/**
 * Somebody's wish for one user's records that follow a place.
 *
 * @param until where to stop at the latest; the log reaches that far
 * @param orderedAt by the clock of whoever reads, in nanoseconds
 * @param page done early, by whoever ordered, if it is no longer wanted
 */
record Order(
        int partition,
        Position from,
        long until,
        Bytes key,
        long orderedAt,
        CompletableFuture<Page> page) {

    long offset() {
        return from.offset();
    }

    boolean isWanted() {
        return !page.isDone();
    }
}
