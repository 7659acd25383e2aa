package dev.lifeline.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The ledger counts what a user would have missed or seen twice. */
class SequenceLedgerTest {

    private final SequenceLedger ledger = new SequenceLedger();

    @Test
    void a_run_that_arrived_whole_has_nothing_missing_or_repeated() {
        // when
        record("run", 1, 2, 3);

        // then
        assertThat(ledger.missed()).isZero();
        assertThat(ledger.repeated()).isZero();
        assertThat(ledger.outOfOrder()).isZero();
        assertThat(ledger.received("run")).isEqualTo(3);
    }

    @Test
    void holes_are_counted_the_first_event_included() {
        // when
        record("run", 2, 5);

        // then
        assertThat(ledger.missed()).isEqualTo(3);
    }

    @Test
    void a_late_event_is_no_hole_but_out_of_order() {
        // when
        record("run", 1, 3, 2);

        // then
        assertThat(ledger.missed()).isZero();
        assertThat(ledger.outOfOrder()).isEqualTo(1);
    }

    @Test
    void each_repetition_counts() {
        // when
        record("run", 1, 2, 1, 2, 2);

        // then
        assertThat(ledger.repeated()).isEqualTo(3);
        assertThat(ledger.outOfOrder()).isZero();
    }

    @Test
    void runs_are_numbered_each_for_itself() {
        // when
        record("one", 1, 2);
        record("two", 1);

        // then
        assertThat(ledger.missed()).isZero();
        assertThat(ledger.repeated()).isZero();
    }

    @Test
    void a_run_is_complete_with_its_last_event_only() {
        // given
        record("run", 1, 2);
        assertThat(ledger.isComplete("run")).isFalse();

        // when
        ledger.record(event("run", 3, "agent_completed"));

        // then
        assertThat(ledger.isComplete("run")).isTrue();
    }

    private void record(String runId, long... sequences) {
        for (long sequence : sequences) {
            ledger.record(event(runId, sequence, "agent_thinking"));
        }
    }

    private static StreamedEvent event(String runId, long sequence, String type) {
        var data = JsonNodeFactory.instance.objectNode();
        return new StreamedEvent(runId, sequence, type, "researcher", Instant.EPOCH, data);
    }
}
