package dev.lifeline.benchmarks.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.schemas.avro.Alert;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertLedgerTest {

    private static final Instant DUE = Instant.parse("2026-11-25T08:00:00Z");
    private static final String RUN = "0199b0c2-0000-7000-8000-000000000001";

    private final Faults faults = new Faults();
    private final AlertLedger ledger = new AlertLedger(faults);

    @BeforeEach
    void one_run_runs_out_of_time() {
        ledger.expect(RUN, DUE);
    }

    @Test
    void an_alert_in_time_that_is_resolved_later_is_as_promised() {
        ledger.arrived(firing(RUN, DUE), DUE.plusMillis(300));
        ledger.expectEnd(RUN);
        ledger.arrived(resolved(), DUE.plusMillis(1_200));
        ledger.ended(RUN, DUE.plusMillis(1_000));
        ledger.requireComplete();

        assertThat(faults.first()).isEmpty();
        assertThat(ledger.fired()).isEqualTo(1);
        assertThat(ledger.resolved()).isEqualTo(1);
        assertThat(ledger.firing().getMaxValue()).isBetween(299_000L, 301_000L);
        assertThat(ledger.resolving().getMaxValue()).isBetween(199_000L, 201_000L);
    }

    @Test
    void an_alert_that_does_not_come_is_a_fault() {
        ledger.requireComplete();

        assertThat(faults.first()).singleElement().asString().startsWith("no alert for " + RUN);
    }

    @Test
    void an_alert_of_a_run_that_has_time_left_is_a_fault() {
        ledger.arrived(firing("another-run", DUE), DUE.plusMillis(300));

        assertThat(faults.first()).singleElement().asString().startsWith("false alert");
    }

    @Test
    void an_alert_of_another_kind_is_a_fault() {
        var silent = firing(RUN, DUE);
        silent.setKind("no_progress");

        ledger.arrived(silent, DUE.plusMillis(300));

        assertThat(faults.first()).singleElement().asString().startsWith("false alert");
    }

    @Test
    void an_alert_that_comes_twice_is_a_fault() {
        ledger.arrived(firing(RUN, DUE), DUE.plusMillis(300));
        ledger.arrived(firing(RUN, DUE), DUE.plusMillis(301));

        assertThat(faults.first()).singleElement().asString().startsWith("fired twice");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void an_alert_that_is_due_at_another_time_is_a_fault(long millis) {
        ledger.arrived(firing(RUN, DUE.plusMillis(millis)), DUE.plusMillis(300));

        assertThat(faults.first()).singleElement().asString().startsWith("due ");
    }

    @Test
    void an_alert_before_its_time_is_a_fault() {
        ledger.arrived(firing(RUN, DUE), DUE.minusMillis(1));

        assertThat(faults.first()).singleElement().asString().startsWith("due ");
    }

    @Test
    void an_alert_that_is_resolved_while_its_run_goes_on_is_a_fault() {
        ledger.arrived(firing(RUN, DUE), DUE.plusMillis(300));
        ledger.arrived(resolved(), DUE.plusMillis(400));

        assertThat(faults.first()).singleElement().asString().startsWith("resolved twice or");
    }

    @Test
    void an_alert_that_is_not_resolved_though_its_run_has_ended_is_a_fault() {
        ledger.arrived(firing(RUN, DUE), DUE.plusMillis(300));
        ledger.expectEnd(RUN);
        ledger.requireComplete();

        assertThat(faults.first()).singleElement().asString().startsWith("not resolved");
    }

    private static Alert firing(String runId, Instant due) {
        return Alert.newBuilder()
                .setAlertId(runId + "|deadline_passed|1")
                .setKind("deadline_passed")
                .setState("FIRING")
                .setRunId(runId)
                .setFiredAt(due)
                .setDueAt(due)
                .setSummary("it should have ended")
                .build();
    }

    private static Alert resolved() {
        var alert = firing(RUN, DUE);
        alert.setState("RESOLVED");
        alert.setResolvedAt(DUE.plusMillis(1_000));
        return alert;
    }
}
