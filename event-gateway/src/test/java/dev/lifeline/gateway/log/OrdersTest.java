package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private final Orders orders = new Orders(() -> Records.LATER);

    @Test
    void partitionsTakeTurnsHoweverManyWaitInOne() {
        for (int i = 0; i < 10; i++) {
            orders.add(Records.order(1, 10_000L * i));
        }
        orders.add(Records.order(2, 7));

        assertThat(Stream.generate(this::next).limit(4)).containsExactly(1, 2, 1, 2);
    }

    @Test
    void aPartitionThatIsNotFreeIsPassedOver() {
        orders.add(Records.order(1, 7));
        orders.add(Records.order(2, 7));

        assertThat(orders.next(p -> p != 1).orElseThrow().partition()).isEqualTo(2);
        assertThat(orders.next(p -> false)).isEmpty();
        assertThat(orders.size()).isEqualTo(2);
    }

    private int next() {
        return orders.next(p -> true).orElseThrow().partition();
    }
}
