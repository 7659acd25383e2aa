package dev.lifeline.executor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    @Test
    void placesGoToTheTenantsInTurns() {
        var queue = queue(100, 100);
        fill(queue, "a", 4);
        fill(queue, "b", 2);
        fill(queue, "c", 1);

        assertThat(takeAll(queue)).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
    }

    @Test
    void whoComesAfterAFloodWaitsForOneTurn() {
        var queue = queue(1, 1);
        fill(queue, "flood", 1_000);
        assertThat(queue.take()).contains("flood1");
        fill(queue, "late", 1);

        queue.release("flood");
        assertThat(queue.take()).contains("flood2");
        queue.release("flood");
        assertThat(queue.take()).contains("late1");
    }

    @Test
    void noTenantHasMorePlacesThanItsShare() {
        var queue = queue(3, 2);
        fill(queue, "a", 5);
        assertThat(takeAll(queue)).containsExactly("a1", "a2");
        fill(queue, "b", 5);
        assertThat(takeAll(queue)).containsExactly("b1");
        assertThat(queue.active()).isEqualTo(3);

        queue.release("b");
        assertThat(takeAll(queue)).containsExactly("b2");
        queue.release("a");
        assertThat(takeAll(queue)).containsExactly("a3");
    }

    @Test
    void whatIsTakenOutOfTurnIsGoneAndNothingElseIs() {
        var queue = queue(1, 1);
        fill(queue, "a", 3);
        fill(queue, "b", 1);
        assertThat(queue.take()).contains("a1");

        assertThat(queue.takeOutOfTurn("a", "a2")).isTrue();
        assertThat(queue.takeOutOfTurn("a", "a2")).isFalse();
        assertThat(queue.takeOutOfTurn("b", "b1")).isTrue();
        assertThat(queue.takeOutOfTurn("c", "c1")).isFalse();
        assertThat(queue.take()).as("all places are taken").isEmpty();

        List.of("a", "a", "b").forEach(queue::release);
        assertThat(queue.active()).isZero();
        assertThat(takeAll(queue)).containsExactly("a3");
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatIsParkedTakesNoPlaceCountsAsWaitingAndMayBeToldToWaitForOne() {
        var queue = queue(5, 5);
        queue.park("a", "a1");
        queue.park("a", "a2");

        assertThat(queue.take()).isEmpty();
        assertThat(queue.parked()).isEqualTo(2);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.bytes("a")).isEqualTo(4);

        queue.unpark("a", "a2");
        assertThat(queue.take()).contains("a2");
        assertThat(queue.takeOutOfTurn("a", "a1")).isTrue();
        queue.unpark("a", "a1");
        assertThat(queue.take()).isEmpty();
        assertThat(queue.active()).isEqualTo(2);
        assertThat(queue.parked()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void tellsHowMuchWaits() {
        var queue = queue(1, 1);
        fill(queue, "a", 2);
        fill(queue, "b", 1);
        queue.add("b", "b1");

        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.bytes()).isEqualTo(6);
        assertThat(queue.bytes("a")).isEqualTo(4);
        assertThat(queue.bytes("b")).isEqualTo(2);

        assertThat(queue.take()).contains("a1");
        assertThat(queue.takeOutOfTurn("a", "a2")).isTrue();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.bytes()).isEqualTo(2);
        assertThat(queue.bytes("a")).isZero();
    }

    private static FairQueue<String> queue(int places, int placesPerTenant) {
        return new FairQueue<>(places, placesPerTenant, String::length);
    }

    private static void fill(FairQueue<String> queue, String tenant, int number) {
        IntStream.rangeClosed(1, number).forEach(i -> queue.add(tenant, tenant + i));
    }

    private static List<String> takeAll(FairQueue<String> queue) {
        return Stream.generate(queue::take)
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .toList();
    }
}
