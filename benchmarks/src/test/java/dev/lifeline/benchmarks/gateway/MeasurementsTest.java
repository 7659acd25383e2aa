package dev.lifeline.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementsTest {

    private final Measurements measurements =
            new Measurements(
                    """
                    # TYPE lifeline_gateway_connections gauge
                    lifeline_gateway_connections 17.0
                    lifeline_gateway_connections_seen 99.0
                    lifeline_gateway_bytes_read_total{mode="history"} 1.5E7
                    lifeline_gateway_bytes_read_total{mode="live"} 4.0
                    """);

    @Test
    void a_value_is_that_of_the_whole_name_and_the_label() {
        assertThat(measurements.connections()).isEqualTo(17);
        assertThat(measurements.historyBytes()).isEqualTo(1.5e7);
    }

    @Test
    void what_was_never_counted_is_zero() {
        assertThat(measurements.fallbacks()).isZero();
    }
}
