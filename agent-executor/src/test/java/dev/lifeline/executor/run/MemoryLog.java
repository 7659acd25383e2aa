package dev.lifeline.executor.run;

import static org.awaitility.Awaitility.await;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A log in memory, in which everything counts at once. */
public final class MemoryLog implements EventAppender {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<AgentEvent> events = new ArrayList<>();

    @Override
    public synchronized CompletableFuture<Long> append(AgentEvent event) {
        events.add(event);
        return CompletableFuture.completedFuture((long) events.size());
    }

    /** The run's events so far. */
    public synchronized List<AgentEvent> of(String runId) {
        return events.stream().filter(event -> event.getRunId().equals(runId)).toList();
    }

    public boolean has(String runId, String type) {
        return of(runId).stream().anyMatch(event -> event.getType().equals(type));
    }

    public List<AgentEvent> awaitEnd(String runId) {
        await().atMost(PATIENCE).until(() -> has(runId, EventTypes.AGENT_COMPLETED));
        return of(runId);
    }
}
