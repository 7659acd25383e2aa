package dev.lifeline.executor.run;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells a run to end early; the first reason wins. Thread-safe. */
final class StopSignal {

    private final CompletableFuture<Ending> reason = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

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

    /** The run's last event is in the log. */
    void ended() {
        end.complete(null);
    }

    /** Tells when the run's last event is in the log; never if the run is left to another. */
    void onEnded(Runnable action) {
        var _ = end.thenRun(action);
    }

    /** Completes when the run must end. */
    CompletableFuture<Ending> future() {
        return reason;
    }
}
