package dev.lifeline.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyBucketsTest {

    private static final String PAGE =
            """
            # TYPE lifeline_announcement_seconds histogram
            lifeline_announcement_seconds_bucket{le="1.0E-4"} 10
            lifeline_announcement_seconds_bucket{le="0.001"} 60.0
            lifeline_announcement_seconds_bucket{le="0.01"} 99.0
            lifeline_announcement_seconds_bucket{le="+Inf"} 100.0
            lifeline_announcement_seconds_count 100.0
            other_seconds_bucket{le="0.5"} 7.0
            """;

    @Test
    void a_quantile_is_the_bound_of_the_bucket_it_lies_in() {
        var buckets = LatencyBuckets.read(PAGE, "lifeline_announcement_seconds");

        assertThat(buckets.total()).isEqualTo(100);
        assertThat(buckets.atMost(0.1)).isEqualTo(0.000_1);
        assertThat(buckets.atMost(0.5)).isEqualTo(0.001);
        assertThat(buckets.atMost(0.99)).isEqualTo(0.01);
        assertThat(buckets.atMost(1)).isInfinite();
    }

    @Test
    void what_came_between_two_looks_is_their_difference() {
        var earlier =
                LatencyBuckets.read(
                        """
                        lifeline_announcement_seconds_bucket{le="0.001"} 60
                        lifeline_announcement_seconds_bucket{le="+Inf"} 60
                        """,
                        "lifeline_announcement_seconds");

        var since = LatencyBuckets.read(PAGE, "lifeline_announcement_seconds").since(earlier);

        assertThat(since.total()).isEqualTo(40);
        assertThat(since.atMost(0.9)).isEqualTo(0.01);
    }
}
