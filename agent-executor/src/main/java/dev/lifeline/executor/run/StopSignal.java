package dev.lifeline.executor.run;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells a run to end early; the first reason wins. Thread-safe. */
final class StopSignal {

    private final CompletableFuture<Ending> reason = new CompletableFuture<>();

    void stop(Ending ending) {
        reason.complete(ending);
    }

    /** Why the run must end, or null while it may go on. */
    @Nullable Ending reason() {
        return reason.getNow(null);
    }

    boolean isSet() {
        return reason.isDone();
    }

    /** Completes when the run must end. */
    CompletableFuture<Ending> future() {
        return reason;
    }
}
