package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneTest {

    private final Lane lane = new Lane(3);

    @Test
    void theChunkThatMostWaitForIsReadFirstFromItsLowestPlace() {
        lane.add(Records.order(3, 10));
        lane.add(Records.order(3, 5000));
        lane.add(Records.order(3, 5200));
        lane.add(Records.order(3, 5900));

        var place = lane.next().orElseThrow();

        assertThat(place.partition()).isEqualTo(3);
        assertThat(place.offset()).isEqualTo(5000);
    }

    @Test
    void everySecondTurnIsTheEldestsHoweverManyComeElsewhere() {
        var far = Records.order(3, 10);
        lane.add(far);
        for (int i = 0; i < 100; i++) {
            lane.add(Records.order(3, 5000 + i));
        }

        var first = lane.next().orElseThrow();
        lane.add(Records.order(3, 5001));
        var second = lane.next().orElseThrow();

        assertThat(first.offset()).isEqualTo(5000);
        assertThat(second.offset()).isEqualTo(10);
    }

    @Test
    void howFarAChunkReachesIsLearned() {
        lane.learn(10);
        lane.add(Records.order(3, 100));
        lane.add(Records.order(3, 120));
        lane.add(Records.order(3, 125));

        assertThat(lane.next().orElseThrow().offset()).isEqualTo(120);
    }

    @Test
    void whoNoLongerWantsAPageIsForgotten() {
        var gone = Records.order(3, 10);
        lane.add(gone);
        gone.page().cancel(false);

        assertThat(lane.next()).isEmpty();
        assertThat(lane.isEmpty()).isTrue();
        assertThat(lane.take(0, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void ordersAreTakenByPlaceAndOnce() {
        var low = Records.order(3, 10);
        var high = Records.order(3, 20);
        lane.add(low);
        lane.add(high);

        assertThat(lane.take(10, 20)).containsExactly(low);
        assertThat(lane.take(10, 21)).containsExactly(high);
        assertThat(lane.size()).isZero();
    }
}
