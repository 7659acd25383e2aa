package dev.lifeline.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.gateway.limit.FrameLimit.Verdict;
import dev.lifeline.gateway.problem.RefusedException;
import dev.lifeline.schemas.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often users and connections may ask. */
class LimitsTest {

    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final Rate RATE = new Rate(2, 3);

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void a_burst_is_taken_and_then_so_many_a_second() {
        var limit = new CallLimit(RATE, 10, () -> now);
        times(3, () -> limit.admit(ALICE));

        assertThatThrownBy(() -> limit.admit(ALICE))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> {
                            assertThat(e.problem().status()).isEqualTo(429);
                            assertThat(e.problem().type()).isEqualTo("too-many-calls");
                            assertThat(e.problem().retryAfter()).isEqualTo(Duration.ofMillis(500));
                        });
        now = now.plusMillis(500);
        limit.admit(ALICE);
        assertThatThrownBy(() -> limit.admit(ALICE)).isInstanceOf(RefusedException.class);
    }

    @Test
    void one_users_calls_cost_another_nothing() {
        var limit = new CallLimit(RATE, 10, () -> now);
        times(3, () -> limit.admit(ALICE));

        assertThatCode(() -> times(3, () -> limit.admit(user("bob")))).doesNotThrowAnyException();
    }

    @Test
    void a_bounded_number_of_users_is_remembered_and_those_who_ask_now_are_among_them() {
        var limit = new CallLimit(RATE, 10, () -> now);
        times(3, () -> limit.admit(ALICE));

        IntStream.range(0, 1000)
                .forEach(i -> {
                    limit.admit(user("passer-by-" + i));
                    assertThatThrownBy(() -> limit.admit(ALICE))
                            .isInstanceOf(RefusedException.class);
                });
    }

    @Test
    void a_clock_that_is_set_back_neither_gives_nor_takes() {
        var limit = new CallLimit(RATE, 10, () -> now);
        times(3, () -> limit.admit(ALICE));

        now = now.minus(Duration.ofHours(1));

        assertThatThrownBy(() -> limit.admit(ALICE)).isInstanceOf(RefusedException.class);
        now = now.plusMillis(500);
        limit.admit(ALICE);
    }

    @Test
    void frames_that_are_too_many_are_refused_and_then_their_sender_is_let_go() {
        var limit = new FrameLimit(RATE, () -> now);
        times(3, () -> assertThat(limit.next()).isEqualTo(Verdict.TAKE));
        times(3, () -> assertThat(limit.next()).isEqualTo(Verdict.REFUSE));

        assertThat(limit.next()).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void a_client_that_is_quiet_for_a_while_begins_anew() {
        var limit = new FrameLimit(RATE, () -> now);
        times(6, limit::next);

        now = now.plusSeconds(2);

        times(3, () -> assertThat(limit.next()).isEqualTo(Verdict.TAKE));
        times(3, () -> assertThat(limit.next()).isEqualTo(Verdict.REFUSE));
    }

    @Test
    void a_client_that_is_a_little_too_fast_for_good_is_let_go_in_the_end() {
        var limit = new FrameLimit(RATE, () -> now);
        var last = Verdict.TAKE;
        for (int i = 0; i < 100 && last != Verdict.CLOSE; i++) {
            now = now.plusMillis(400);
            last = limit.next();
        }

        assertThat(last).isEqualTo(Verdict.CLOSE);
    }

    private static void times(int times, Runnable task) {
        IntStream.range(0, times).forEach(i -> task.run());
    }

    private static UserKey user(String name) {
        return new UserKey("default", name);
    }
}
