package dev.lifeline.executor.run;

import dev.lifeline.schemas.avro.AgentEvent;
import java.util.concurrent.CompletableFuture;

/** Where a run's events go. */
@FunctionalInterface
public interface EventAppender {

    /**
     * Appends an event; calls made one after the other keep their order.
     *
     * @return its offset, once it has been read back and counts
     */
    CompletableFuture<Long> append(AgentEvent event);
}
