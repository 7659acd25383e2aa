package dev.lifeline.executor.log;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * An event on its way into the log and back.
 *
 * <p>Whoever was frozen for long reads back his own record before the one that tells him that the
 * partition is another's by now. So he writes once more, and acts only if that counts.
 */
final class Announcement implements ReadBack.Expectation {

    private final CompletableFuture<Long> readBack = new CompletableFuture<>();
    private final Clock clock;
    private final Supplier<CompletableFuture<Void>> proof;
    private Instant begin;

    /**
     * @param proof writes something more, and completes when that has been read back and counts
     */
    Announcement(Clock clock, Supplier<CompletableFuture<Void>> proof) {
        this.clock = clock;
        this.proof = proof;
        this.begin = clock.instant();
    }

    /** Its offset, once it may be acted on. */
    CompletableFuture<Long> readBack() {
        return readBack;
    }

    @Override
    public void counts(long offset) {
        var now = clock.instant();
        if (now.isBefore(begin.plus(KafkaClients.SESSION_TIMEOUT))) {
            readBack.complete(offset);
            return;
        }
        begin = now;
        var _ =
                proof.get()
                        .whenComplete((given, error) -> {
                            if (error == null) {
                                counts(offset);
                            } else {
                                readBack.completeExceptionally(error);
                            }
                        });
    }

    @Override
    public void lost(OwnershipLostException reason) {
        readBack.completeExceptionally(reason);
    }
}
