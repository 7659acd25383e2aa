package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final Lane lane = new Lane(3);

    @Test
    void theChunkThatMostWaitForIsReadFirstFromItsLowestPlace() {
        lane.add(Records.order(3, 10));
        lane.add(Records.order(3, 50_000));
        lane.add(Records.order(3, 50_200));
        lane.add(Records.order(3, 50_900));

        var place = lane.next(Records.LATER).orElseThrow();

        assertThat(place.partition()).isEqualTo(3);
        assertThat(place.offset()).isEqualTo(50_000);
    }

    @Test
    void everySecondTurnIsTheEldestsHoweverManyComeElsewhere() {
        var far = Records.order(3, 10);
        lane.add(far);
        for (int i = 0; i < 100; i++) {
            lane.add(Records.order(3, 50_000 + i));
        }

        var first = lane.next(Records.LATER).orElseThrow();
        lane.add(Records.order(3, 50_001));
        var second = lane.next(Records.LATER).orElseThrow();

        assertThat(first.offset()).isEqualTo(50_000);
        assertThat(second.offset()).isEqualTo(10);
    }

    @Test
    void howFarAChunkReachesIsLearned() {
        lane.learn(90, 100);
        lane.add(Records.order(3, 100));
        lane.add(Records.order(3, 20_020));
        lane.add(Records.order(3, 20_025));

        assertThat(lane.next(Records.LATER).orElseThrow().offset()).isEqualTo(20_020);
    }

    @Test
    void whoeverIsALittleBehindIsReadForFirstWhosesoeverTurnItIs() {
        lane.add(Records.order(3, 5000));
        lane.add(Records.order(3, 5001));
        lane.add(Records.order(3, 10));

        assertThat(lane.next(Records.LATER).orElseThrow().offset()).isEqualTo(10);
        assertThat(lane.next(Records.LATER).orElseThrow().offset()).isEqualTo(10);
    }

    @Test
    void nobodyWaitsForThoseBehindForLongerThanTenSeconds() {
        lane.add(Records.order(3, 5000));
        lane.add(Records.order(3, 10));

        long tooLong = TimeUnit.SECONDS.toNanos(10) + 1;

        assertThat(lane.next(tooLong).orElseThrow().offset()).isEqualTo(5000);
    }

    @Test
    void manyAreGatheredWhileNewcomersComeButForTwoSecondsAtMost() {
        long most = TimeUnit.SECONDS.toNanos(2);
        for (int i = 0; i <= 100; i++) {
            long now = most * i / 100;
            lane.add(Records.order(3, 10, now));

            if (i >= 3) {
                assertThat(lane.next(now).isPresent()).as("after %d ns", now).isEqualTo(i == 100);
            }
        }
    }

    @Test
    void aFewAreNotGathered() {
        for (int i = 0; i < 3; i++) {
            lane.add(Records.order(3, 10, 0));
        }

        assertThat(lane.next(1)).isPresent();
    }

    @Test
    void manyAreReadForAsSoonAsNoMoreCome() {
        for (int i = 0; i < 10; i++) {
            lane.add(Records.order(3, 10, 0));
        }

        assertThat(lane.next(TimeUnit.MILLISECONDS.toNanos(499))).isEmpty();
        assertThat(lane.next(TimeUnit.MILLISECONDS.toNanos(500))).isPresent();
    }

    @Test
    void whoComesBackForTheNextChunkIsNotGathered() {
        long now = TimeUnit.SECONDS.toNanos(1);
        lane.learn(0, 3000);
        for (int i = 0; i < 10; i++) {
            lane.add(Records.order(3, 3000, now));
        }

        assertThat(lane.next(now).orElseThrow().offset()).isEqualTo(3000);
    }

    @Test
    void theNextChunkWaitsUntilThoseWhoHaveAPageAreBack() {
        for (int i = 0; i < 10; i++) {
            lane.gone(0);
        }
        lane.learn(0, 3000);
        lane.add(Records.order(3, 3000, 1));
        lane.back(1);
        assertThat(lane.next(1)).isEmpty();

        for (int i = 0; i < 6; i++) {
            lane.back(2);
        }

        assertThat(lane.next(2)).as("three are not waited for").isPresent();
    }

    @Test
    void whoDoesNotComeBackWithAPageIsWaitedForOnce() {
        long quiet = TimeUnit.MILLISECONDS.toNanos(500);
        for (int i = 0; i < 10; i++) {
            lane.gone(0);
        }
        lane.learn(0, 3000);
        lane.add(Records.order(3, 3000, 1));

        assertThat(lane.next(quiet - 1)).isEmpty();
        assertThat(lane.next(quiet)).isPresent();

        lane.back(quiet + 1);
        lane.add(Records.order(3, 3000, quiet + 1));
        assertThat(lane.next(quiet + 1)).isPresent();
    }

    @Test
    void howeverManyComeAndGoNobodyWaitsForLongerThanTwoSeconds() {
        long most = TimeUnit.SECONDS.toNanos(2);
        for (int i = 0; i < 10; i++) {
            lane.gone(0);
        }
        lane.add(Records.order(3, 3000, 0));
        for (int i = 0; i <= 100; i++) {
            long now = most * i / 100;
            lane.gone(now);
            lane.back(now);

            assertThat(lane.next(now).isPresent()).as("after %d ns", now).isEqualTo(i == 100);
        }
    }

    @Test
    void whoNoLongerWantsAPageIsForgotten() {
        var gone = Records.order(3, 10);
        lane.add(gone);
        gone.page().cancel(false);

        assertThat(lane.next(Records.LATER)).isEmpty();
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
