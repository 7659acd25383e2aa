package dev.lifeline.monitor.stream;

import static dev.lifeline.monitor.stream.Driven.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.monitor.run.Limits;
import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.Suppression;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** A monitor that comes back with other settings, and with the stores that it had. */
class OtherRulesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Run run = Run.of("researcher", "alice", T0, 1);
    private final Codec codec = new Codec();
    private final Map<String, KeyValueStore<?, ?>> stores = new HashMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private Instant now = T0;
    private long written;

    @Test
    void a_shorter_limit_holds_for_runs_that_are_open() {
        var before = task(HOUR);
        read(before, run.started(1, T0, T0.plus(HOUR.multipliedBy(3))));
        before.judgeDue();
        now = T0.plusSeconds(30);
        before.judgeDue();
        assertThat(alerts).isEmpty();

        task(Duration.ofSeconds(10)).judgeDue();

        assertThat(alerts)
                .extracting(Alert::getKind, Alert::getDueAt)
                .containsExactly(tuple("no_progress", T0.plusSeconds(10)));
    }

    @Test
    void a_longer_limit_holds_for_runs_that_are_open() {
        var before = task(Duration.ofSeconds(10));
        read(before, run.started(1, T0, T0.plus(HOUR.multipliedBy(3))));
        before.judgeDue();

        var after = task(Duration.ofSeconds(60));
        now = T0.plusSeconds(59);
        after.judgeDue();
        assertThat(alerts).isEmpty();
        now = T0.plusSeconds(60);
        after.judgeDue();

        assertThat(alerts).extracting(Alert::getDueAt).containsExactly(T0.plusSeconds(60));
    }

    @Test
    void a_suppression_that_is_taken_back_ends_at_once() {
        var forAll = new Suppression(null, null, T0, T0.plus(HOUR));
        var before = task(Duration.ofSeconds(10), forAll);
        read(before, run.started(1, T0, T0.plus(HOUR.multipliedBy(3))));
        now = T0.plusSeconds(30);
        before.judgeDue();
        assertThat(alerts).isEmpty();

        task(Duration.ofSeconds(10)).judgeDue();

        assertThat(alerts).extracting(Alert::getDueAt).containsExactly(T0.plusSeconds(10));
    }

    private void read(PartitionTask task, AgentEvent event) {
        var record =
                new Record<>(
                        Driven.KEY, codec.encode(event), now.toEpochMilli(), Headers.of(event));
        task.process(Topics.EVENTS, written++, record);
    }

    private PartitionTask task(Duration noProgress, Suppression... suppressions) {
        var patience = new Limits.Patience(noProgress, HOUR, HOUR);
        var second = Duration.ofSeconds(1);
        var limits = new Limits(patience, Map.of(), second, second, HOUR, HOUR);
        return new PartitionTask(
                new Here(),
                new RecordReader(codec),
                new Verdicts(limits, List.of(suppressions)),
                new PartitionTrouble(HOUR, HOUR, HOUR, HOUR),
                partition -> new EndOffsets.Sample(0, written, now),
                new Driven.Unheard(),
                HOUR);
    }

    /** What outlives a task. */
    private final class Here implements Site {

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public Instant wallTime() {
            return now;
        }

        @Override
        @SuppressWarnings("unchecked") // The names tell the types, as they do in Kafka Streams.
        public <K, V> KeyValueStore<K, V> store(String name) {
            return (KeyValueStore<K, V>)
                    stores.computeIfAbsent(
                            name,
                            absent ->
                                    name.equals(PartitionTask.DEADLINES)
                                            ? new MemoryStore<Bytes, byte[]>(name)
                                            : new MemoryStore<String, Object>(name));
        }

        @Override
        public Outputs outputs() {
            return new Outputs(
                    (record, sink) -> {
                        if (record.value() instanceof Alert alert) {
                            alerts.add(alert);
                        }
                    },
                    "other-rules");
        }
    }
}
