package dev.lifeline.monitor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.monitor.run.Limits;
import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.monitor.run.RunTracker;
import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredTest {

    private static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limits.Patience PATIENCE = new Limits.Patience(MINUTE, MINUTE, MINUTE);
    private static final Run RUN = Run.of("stuck", "alice", T0, 1);

    private final Stored stored = new Stored(new Codec());

    @Test
    void aRunIsReadAsItWasWritten() {
        var run = seen(seen(null, RUN.toolCompleted(5, T0, "early")), RUN.completed(9, T0, "LOST"));

        assertThat(run.numbering().missing()).hasSize(2);
        assertThat(run.earlyResults()).containsExactly("early");
        assertThat(again(stored.runs(), run)).isEqualTo(run);
    }

    @Test
    void aRunOfTheFirstReleaseHasBeenReadUpToItsLastEvent() {
        var run = seen(null, RUN.started(1, T0, T0.plusSeconds(60)));
        // Without the numbering of 36 bytes and the number of early results.
        var bytes = ofTheFirstRelease(stored.runs(), run, 40);

        assertThat(stored.runs().deserializer().deserialize("", bytes)).isEqualTo(run);
    }

    @Test
    void aPartitionOfTheFirstReleaseIsWhole() {
        var state = PartitionState.UNREAD.read(0, T0).ownedBy(3, "executor-1");
        // Without two times and the number of alerts.
        var bytes = ofTheFirstRelease(stored.partitions(), state, 20);
        var read = stored.partitions().deserializer().deserialize("", bytes);

        assertThat(read.nextOffset()).isEqualTo(1);
        assertThat(read.owner()).isEqualTo("executor-1");
        assertThat(read.wholeSince()).isEqualTo(Instant.EPOCH);
        assertThat(read.ownerSeenAt()).isNull();
        assertThat(read.alerts()).isEmpty();
    }

    private static TrackedRun seen(@Nullable TrackedRun known, AgentEvent event) {
        var limits = new Limits(PATIENCE, Map.of(), MINUTE, MINUTE, MINUTE, MINUTE);
        var tracker = new RunTracker(new Verdicts(limits));
        var change = tracker.seen(known, event, new LogPosition(3, 7, T0), T0);
        return Objects.requireNonNull(change).run().indexed(T0.plusSeconds(3));
    }

    private static <T> T again(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("", serde.serializer().serialize("", value));
    }

    private static <T> byte[] ofTheFirstRelease(Serde<T> serde, T value, int added) {
        var bytes = serde.serializer().serialize("", value);
        bytes[0] = 1;
        return Arrays.copyOf(bytes, bytes.length - added);
    }

    @Test
    void aPartitionIsReadAsItWasWritten() {
        var state = PartitionState.UNREAD.read(9, T0).ownedBy(3, "executor-ü").scanned(T0);

        assertThat(again(stored.partitions(), state)).isEqualTo(state);
        assertThat(again(stored.partitions(), PartitionState.UNREAD))
                .isEqualTo(PartitionState.UNREAD);
    }

    @Test
    void stateOfALaterReleaseIsRefusedAndNotMisread() {
        var serde = stored.partitions();
        var bytes = serde.serializer().serialize("", PartitionState.UNREAD);
        bytes[0] = 4;

        assertThatThrownBy(() -> serde.deserializer().deserialize("", bytes))
                .hasRootCauseMessage("state of version 4 is newer");
    }
}
