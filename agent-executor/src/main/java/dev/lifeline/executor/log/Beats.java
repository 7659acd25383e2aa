package dev.lifeline.executor.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The beats of an owned partition. One at a time is on its way; each that is read back proves that
 * the partition was owned when it was written. Thread-safe.
 */
final class Beats {

    private final List<Proof> awaited = new ArrayList<>();
    private @Nullable OwnershipLostException lost;
    private long written;
    private boolean underWay;

    /**
     * Asks to write a beat.
     *
     * @return false while the last one has not been read back: beats must not pile up when Kafka is
     *     away
     */
    synchronized boolean start() {
        if (underWay) {
            return false;
        }
        underWay = true;
        written++;
        return true;
    }

    /** The beat has been read back. */
    void confirm() {
        confirmed().forEach(proof -> proof.given().complete(null));
    }

    private synchronized List<Proof> confirmed() {
        underWay = false;
        var given = awaited.stream().filter(proof -> proof.beat() <= written).toList();
        awaited.removeAll(given);
        return given;
    }

    /**
     * Completes when a beat has been read back that is not yet written; fails when the partition is
     * lost.
     */
    synchronized CompletableFuture<Void> next() {
        if (lost != null) {
            return CompletableFuture.failedFuture(lost);
        }
        var proof = new Proof(written + 1, new CompletableFuture<>());
        awaited.add(proof);
        return proof.given();
    }

    /** The partition is lost. */
    void fail(OwnershipLostException reason) {
        failed(reason).forEach(proof -> proof.given().completeExceptionally(reason));
    }

    private synchronized List<Proof> failed(OwnershipLostException reason) {
        lost = reason;
        var failed = List.copyOf(awaited);
        awaited.clear();
        return failed;
    }

    private record Proof(long beat, CompletableFuture<Void> given) {}
}
