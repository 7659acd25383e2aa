package dev.lifeline.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Waits grow until a connection has lasted. */
class BackoffTest {

    private final Backoff backoff = new Backoff(new Random(1));

    @Test
    void waits_grow_to_a_bound() {
        // when
        var waits = Stream.generate(backoff::next).limit(60).toList();

        // then
        assertThat(waits.getFirst()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(waits.getLast()).isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
    }

    @Test
    void a_connection_that_broke_at_once_does_not_start_it_anew() {
        // given
        Stream.generate(backoff::next).limit(10).forEach(_ -> {});

        // when
        backoff.ended(Duration.ofSeconds(1));

        // then
        assertThat(backoff.next()).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void a_connection_that_lasted_does() {
        // given
        Stream.generate(backoff::next).limit(10).forEach(_ -> {});

        // when
        backoff.ended(Duration.ofSeconds(10));

        // then
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
