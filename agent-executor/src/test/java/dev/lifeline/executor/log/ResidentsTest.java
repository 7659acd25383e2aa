package dev.lifeline.executor.log;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentsTest {

    private final Residents residents = new Residents();
    private final List<String> told = new ArrayList<>();

    @Test
    void all_may_write_while_the_partition_is_open() {
        assertThat(residents.isOpen()).isTrue();
        assertThat(residents.admits(event("run", "agent_started"))).isTrue();
        assertThat(residents.admits(event("run", "tool_completed"))).isTrue();
    }

    @Test
    void a_run_without_a_hold_leaves_at_once_and_writes_nothing_more() {
        residents.add("run", () -> told.add("run"));

        var free = residents.leave();

        assertThat(free).isDone();
        assertThat(told).containsExactly("run");
        assertThat(residents.admits(event("run", "tool_completed"))).isFalse();
    }

    @Test
    void a_run_with_a_hold_writes_its_tools_results_and_nothing_else() {
        residents.add("held", () -> told.add("held"));
        var hold = requireNonNull(residents.hold("held"));
        var second = requireNonNull(residents.hold("held"));

        var free = residents.leave();

        assertThat(told).isEmpty();
        assertThat(residents.admits(event("held", "tool_completed"))).isTrue();
        assertThat(residents.admits(event("held", "tool_executing"))).isFalse();
        assertThat(residents.admits(event("held", "agent_completed"))).isFalse();
        hold.close();
        assertThat(free).isNotDone();
        second.close();
        assertThat(free).isDone();
        assertThat(residents.admits(event("held", "tool_completed"))).isFalse();
    }

    @Test
    void it_is_too_late_for_a_hold_and_for_a_run_once_the_partition_is_being_left() {
        var _ = residents.leave();

        residents.add("late", () -> told.add("late"));

        assertThat(residents.hold("late")).isNull();
        assertThat(told).containsExactly("late");
    }

    @Test
    void a_partition_that_is_closed_tells_each_run_once_and_takes_nothing_of_a_hold() {
        residents.add("held", () -> told.add("held"));
        residents.add("other", () -> told.add("other"));
        residents.add("ended", () -> told.add("ended"));
        residents.remove("ended");
        var hold = requireNonNull(residents.hold("held"));
        var free = residents.leave();

        residents.close();
        residents.close();

        assertThat(told).containsExactly("other", "held");
        assertThat(free).isDone();
        assertThat(residents.admits(event("held", "tool_completed"))).isFalse();
        hold.close();
    }

    private static AgentEvent event(String runId, String type) {
        return AgentEvent.newBuilder()
                .setId(runId + ":1")
                .setType(type)
                .setRunId(runId)
                .setSequence(1)
                .setAttempt(1)
                .setTenantId("default")
                .setUserId("alice")
                .setThreadId(runId)
                .setAgent("a")
                .setExecutorId("executor")
                .setOwnerEpoch(1)
                .setOccurredAt(Instant.EPOCH)
                .build();
    }
}
