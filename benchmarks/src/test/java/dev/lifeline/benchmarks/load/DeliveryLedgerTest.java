package dev.lifeline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.UserKey;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {

    private static final String FIRST = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    private static final String SECOND = "017f22e2-79b1-7cc3-98c4-dc0c0c07398f";

    private final Faults faults = new Faults();
    private final DeliveryLedger ledger =
            new DeliveryLedger(new UserKey("default", "alice"), faults);

    @Test
    void two_runs_one_after_the_other_are_as_promised() {
        run(FIRST);
        run(SECOND);
        ledger.claimComplete(6);

        assertThat(faults.first()).isEmpty();
        assertThat(ledger.shown()).isEqualTo(6);
    }

    @Test
    void a_hole_is_a_fault() {
        add(FIRST, 1);
        add(FIRST, 3);

        assertThat(faults.first())
                .containsExactly("default/alice was shown " + FIRST + ":3 after 1");
    }

    @Test
    void a_first_event_that_is_missing_is_a_hole() {
        add(FIRST, 2);

        assertThat(faults.first())
                .containsExactly("default/alice was shown " + FIRST + ":2 after 0");
    }

    @Test
    void a_repeat_is_a_fault_and_not_counted() {
        add(FIRST, 1);
        add(FIRST, 1);

        assertThat(faults.first())
                .containsExactly(
                        "default/alice was shown "
                                + FIRST
                                + ":1 again, or too late: 1 had been shown");
        assertThat(ledger.shown()).isEqualTo(1);
    }

    @Test
    void two_events_in_the_wrong_order_are_a_fault() {
        add(FIRST, 1);
        add(FIRST, 3);
        add(FIRST, 2);

        assertThat(faults.count()).isEqualTo(2);
    }

    @Test
    void a_whole_run_that_is_shown_again_is_a_fault() {
        run(FIRST);
        run(SECOND);
        run(FIRST);

        assertThat(faults.count()).isEqualTo(3);
        assertThat(ledger.shown()).isEqualTo(6);
    }

    @Test
    void a_run_that_breaks_off_before_the_next_is_a_fault() {
        add(FIRST, 1);
        add(SECOND, 1);

        assertThat(faults.first())
                .containsExactly(
                        "default/alice was shown %s:1 before the end of %s, at 1"
                                .formatted(SECOND, FIRST));
    }

    @Test
    void another_users_event_is_a_fault_and_not_counted() {
        ledger.add(shown("default", "bob", FIRST, 1, EventTypes.AGENT_STARTED));
        ledger.add(shown("other", "alice", FIRST, 1, EventTypes.AGENT_STARTED));

        assertThat(faults.first())
                .containsExactly(
                        "default/alice was shown " + FIRST + ":1 of default/bob",
                        "default/alice was shown " + FIRST + ":1 of other/alice");
        assertThat(ledger.shown()).isZero();
    }

    @Test
    void to_be_told_too_early_that_all_has_been_shown_is_a_fault() {
        add(FIRST, 1);
        ledger.claimComplete(2);

        assertThat(faults.first())
                .containsExactly("default/alice was told to have seen all, with 1 of 2 events");
    }

    private void run(String id) {
        add(id, 1);
        add(id, 2);
        ledger.add(shown("default", "alice", id, 3, EventTypes.AGENT_COMPLETED));
    }

    private void add(String run, long sequence) {
        ledger.add(shown("default", "alice", run, sequence, EventTypes.MESSAGE_DELTA));
    }

    private static Shown shown(String tenant, String user, String run, long sequence, String type) {
        return new Shown(tenant, user, run, sequence, type, "2026-11-23T07:40:12.345678Z");
    }
}
