package dev.lifeline.benchmarks.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.Usage;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunLedgerTest {

    private static final String RUN = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    private final Codec codec = new Codec();
    private final RunLedger ledger = new RunLedger();
    private long offset;

    @BeforeEach
    void own() {
        own(1, "executor-1");
    }

    @Test
    void a_run_from_start_to_end_is_as_promised() {
        add(1, EventTypes.AGENT_STARTED);
        add(2, EventTypes.TOOL_EXECUTING);
        add(3, EventTypes.TOOL_COMPLETED);
        end(4, "SUCCEEDED");

        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.ended()).isEqualTo(1);
        assertThat(ledger.mostOpen()).isEqualTo(1);
        assertThat(ledger.open()).isZero();
    }

    @Test
    void a_hole_is_a_fault() {
        add(1, EventTypes.AGENT_STARTED);
        end(3, "SUCCEEDED");

        assertThat(ledger.faults()).containsExactly(RUN + ":3 follows sequence 1");
    }

    @Test
    void a_second_start_is_a_fault() {
        add(1, EventTypes.AGENT_STARTED);
        add(2, EventTypes.AGENT_STARTED);

        assertThat(ledger.faults()).containsExactly(RUN + ":2, a agent_started, is out of place");
    }

    @Test
    void a_second_end_is_a_fault() {
        add(1, EventTypes.AGENT_STARTED);
        end(2, "SUCCEEDED");
        end(3, "SUCCEEDED");

        assertThat(ledger.faults()).containsExactly(RUN + ":3 comes behind its run's end");
    }

    @Test
    void an_end_without_success_is_a_fault() {
        add(1, EventTypes.AGENT_STARTED);
        end(2, "TIMED_OUT");

        assertThat(ledger.faults()).containsExactly(RUN + ":2: the run ended as TIMED_OUT");
    }

    @Test
    void a_tool_without_a_result_is_a_fault() {
        add(1, EventTypes.AGENT_STARTED);
        add(2, EventTypes.TOOL_EXECUTING);
        end(3, "SUCCEEDED");

        assertThat(ledger.faults()).containsExactly(RUN + ":3: tool calls without a result: 1");
    }

    @Test
    void an_event_of_an_owner_of_the_past_is_a_fault_and_counts_for_nothing() {
        add(1, EventTypes.AGENT_STARTED);
        own(2, "executor-2");
        end(2, "SUCCEEDED");

        assertThat(ledger.faults())
                .containsExactly(RUN + ":2 is void: its partition had another owner");
        assertThat(ledger.ended()).isZero();
    }

    private void own(long epoch, String executorId) {
        var headers = new RecordHeaders();
        headers.add(Headers.CONTROL, Headers.OWNER.getBytes(UTF_8));
        add(new OwnerControl(executorId, epoch, 0, null), headers);
    }

    private void add(long sequence, String type) {
        add(event(sequence, type).build(), new RecordHeaders());
    }

    private void end(long sequence, String outcome) {
        var completed =
                Completed.newBuilder()
                        .setOutcome(outcome)
                        .setUsage(new Usage(1L, 1L, 1, 0))
                        .setDurationMs(1_000)
                        .build();
        add(
                event(sequence, EventTypes.AGENT_COMPLETED).setCompleted(completed).build(),
                new RecordHeaders());
    }

    private void add(SpecificRecord record, RecordHeaders headers) {
        ledger.add(
                new ConsumerRecord<>(
                        "agent.events",
                        0,
                        offset++,
                        0,
                        TimestampType.LOG_APPEND_TIME,
                        0,
                        0,
                        new byte[0],
                        codec.encode(record),
                        headers,
                        Optional.empty()));
    }

    private static AgentEvent.Builder event(long sequence, String type) {
        return AgentEvent.newBuilder()
                .setId(RUN + ":" + sequence)
                .setType(type)
                .setRunId(RUN)
                .setSequence(sequence)
                .setAttempt(1)
                .setTenantId("default")
                .setUserId("alice")
                .setThreadId(RUN)
                .setAgent("researcher")
                .setExecutorId("executor-1")
                .setOwnerEpoch(1)
                .setOccurredAt(Instant.EPOCH);
    }
}
