package dev.lifeline.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class LaneTest {

    @Test
    void aNewGroupIsToldWhatIsFiringAndNotWhatIsOver() {
        var lane = Lane.beginningAt(3);
        lane.committed();
        lane.read(0, Alerts.fired("a"));
        lane.read(1, Alerts.fired("b"));
        lane.read(2, Alerts.resolved("a"));
        lane.read(3, Alerts.fired("c"));
        lane.readUpTo(4);

        assertThat(delivered(lane)).containsExactly("b FIRING", "c FIRING");
    }

    @Test
    void nothingIsSentBeforeANewGroupHasSaidWhereItBegins() {
        var lane = Lane.beginningAt(0);
        lane.read(0, Alerts.fired("a"));
        lane.readUpTo(1);
        assertThat(lane.head()).isNull();

        lane.committed();
        lane.readUpTo(1);

        assertThat(lane.head()).isNotNull();
    }

    @Test
    void aCrashAtTheBeginningIsFollowedByTheSameBeginning() {
        var first = Lane.beginningAt(2);
        var begun = committed(first);
        first.committed();
        first.read(0, Alerts.fired("a"));
        first.read(1, Alerts.fired("b"));
        first.readUpTo(2);
        first.settled();
        assertThat(first.uncommitted()).as("half a beginning").isNull();

        // when another goes on, and a has been resolved meanwhile
        var second = Lane.goingOnFrom(begun);
        second.read(0, Alerts.fired("a"));
        second.read(1, Alerts.fired("b"));
        second.read(2, Alerts.resolved("a"));
        second.readUpTo(3);

        assertThat(delivered(second)).containsExactly("a FIRING", "b FIRING", "a RESOLVED");
    }

    @Test
    void whatWasDeliveredIsKnownAndNotDeliveredAgain() {
        var lane = Lane.goingOnFrom(new OffsetAndMetadata(2));
        lane.read(0, Alerts.fired("a"));
        lane.read(1, Alerts.fired("b"));
        lane.read(2, Alerts.resolved("a"));
        lane.readUpTo(3);

        assertThat(lane.firing()).hasSize(2);
        assertThat(delivered(lane)).containsExactly("a RESOLVED");
        assertThat(lane.firing()).extracting(alert -> alert.getRunId()).containsExactly("b");
        assertThat(committed(lane)).isEqualTo(new OffsetAndMetadata(3));
    }

    @Test
    void nothingIsCommittedBeforeItIsSettled() {
        var lane = Lane.goingOnFrom(new OffsetAndMetadata(0));
        lane.read(0, Alerts.fired("a"));
        lane.readUpTo(1);
        assertThat(lane.uncommitted()).isNull();

        lane.settled();

        assertThat(committed(lane)).isEqualTo(new OffsetAndMetadata(1));
    }

    private static OffsetAndMetadata committed(Lane lane) {
        return Objects.requireNonNull(lane.uncommitted());
    }

    private static List<String> delivered(Lane lane) {
        var all = new ArrayList<String>();
        for (var head = lane.head(); head != null; head = lane.head()) {
            all.add(head.alert().getRunId() + " " + head.alert().getState());
            lane.settled();
        }
        return all;
    }
}
