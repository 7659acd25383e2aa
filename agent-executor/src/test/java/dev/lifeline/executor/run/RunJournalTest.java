package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_THINKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Thinking;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** How a run's events are numbered. */
class RunJournalTest {

    private final List<AgentEvent> log = new ArrayList<>();

    @Test
    void anEventThatWasRefusedLeavesItsNumberToTheNext() {
        var journal =
                new RunJournal(
                        new RunIdentity("run", "default", "alice", "run", null, null, "a", null),
                        new RunJournal.Writer("executor", 1, 1),
                        0,
                        this::appendUnlessLarge,
                        Clock.systemUTC(),
                        new RunMetrics(new SimpleMeterRegistry()).announcement());

        think(journal, "first");
        assertThatThrownBy(() -> think(journal, "large"))
                .isInstanceOf(RecordTooLargeException.class);
        think(journal, "second");

        assertThat(log).extracting(AgentEvent::getSequence).containsExactly(1L, 2L);
    }

    private static void think(RunJournal journal, String text) {
        journal.announce(AGENT_THINKING, event -> event.setThinking(new Thinking(1, text)));
    }

    private CompletableFuture<Long> appendUnlessLarge(AgentEvent event) {
        if (event.getThinking().getText().equals("large")) {
            return CompletableFuture.failedFuture(new RecordTooLargeException("on purpose"));
        }
        log.add(event);
        return CompletableFuture.completedFuture((long) log.size());
    }
}
