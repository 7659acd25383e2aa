package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.stack.Checkout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code ./lifeline demo}: what a newcomer sees first. */
class DemoIT {

    @Test
    void the_demo_shows_what_it_promises_and_leaves_nothing_running() {
        // given
        var checkout = Checkout.create();

        // when
        var demo = checkout.lifeline("demo").run(Duration.ofMinutes(5));

        // then
        assertThat(demo.exitCode()).as(demo.output()).isZero();
        assertThat(demo.output())
                .contains(
                        "agent_started",
                        "agent_thinking",
                        "tool_executing",
                        "tool_completed",
                        "agent_completed",
                        "missed 0, repeated 0",
                        "firing",
                        "resolved");
        assertThat(checkout.processes()).isEmpty();
    }
}
