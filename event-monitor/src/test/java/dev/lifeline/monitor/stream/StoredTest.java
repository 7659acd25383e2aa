package dev.lifeline.monitor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.monitor.run.RunTracker;
import dev.lifeline.schemas.Codec;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoredTest {

    private static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");

    private final Stored stored = new Stored(new Codec());

    @Test
    void aRunIsReadAsItWasWritten() {
        var event = Run.of("stuck", "alice", T0, 1).started(1, T0, T0.plusSeconds(60));
        var change = new RunTracker().seen(null, event, new LogPosition(3, 7, T0));
        var run = Objects.requireNonNull(change).run().indexed(T0.plusSeconds(3));
        var serde = stored.runs();

        var read = serde.deserializer().deserialize("", serde.serializer().serialize("", run));

        assertThat(read).isEqualTo(run);
    }

    @Test
    void aPartitionIsReadAsItWasWritten() {
        var state = PartitionState.UNREAD.read(9, T0).ownedBy(3, "executor-ü").scanned(T0);
        var serde = Stored.partitions();

        assertThat(serde.deserializer().deserialize("", serde.serializer().serialize("", state)))
                .isEqualTo(state);
        assertThat(
                        serde.deserializer()
                                .deserialize(
                                        "",
                                        serde.serializer().serialize("", PartitionState.UNREAD)))
                .isEqualTo(PartitionState.UNREAD);
    }

    @Test
    void stateOfALaterReleaseIsRefusedAndNotMisread() {
        var serde = Stored.partitions();
        var bytes = serde.serializer().serialize("", PartitionState.UNREAD);
        bytes[0] = 2;

        assertThatThrownBy(() -> serde.deserializer().deserialize("", bytes))
                .hasRootCauseMessage("state of version 2 is newer");
    }
}
