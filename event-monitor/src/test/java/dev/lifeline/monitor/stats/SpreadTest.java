package dev.lifeline.monitor.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.avro.Percentiles;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void percentiles_are_at_most_a_thirty_second_too_high_however_the_values_were_split() {
        var random = new Random(5);
        var values = random.longs(10_000, 0, 40).map(bits -> random.nextLong(1L << bits)).toArray();
        var parts = new Spread[] {Spread.NONE, Spread.NONE, Spread.NONE};
        for (int i = 0; i < values.length; i++) {
            parts[i % 3] = parts[i % 3].plus(Spread.of(values[i]));
        }
        Arrays.sort(values);

        var spread = percentiles(parts[2].plus(parts[0]).plus(parts[1]));

        assertThat(spread.getP50()).isBetween(values[4_999], values[4_999] * 33 / 32);
        assertThat(spread.getP95()).isBetween(values[9_499], values[9_499] * 33 / 32);
        assertThat(spread.getP99()).isBetween(values[9_899], values[9_899] * 33 / 32);
    }

    @Test
    void nothing_measured_has_no_percentiles_and_nonsense_is_bounded() {
        assertThat(Spread.NONE.percentiles()).isNull();
        assertThat(percentiles(Spread.of(-5)).getP50()).isZero();
        assertThat(percentiles(Spread.of(Long.MAX_VALUE)).getP50()).isPositive();
    }

    private static Percentiles percentiles(Spread spread) {
        return Objects.requireNonNull(spread.percentiles());
    }
}
