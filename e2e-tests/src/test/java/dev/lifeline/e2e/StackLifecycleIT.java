package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.stack.Checkout;
import dev.lifeline.local.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code ./lifeline up}, and every way in which it ends: nothing is left behind. */
class StackLifecycleIT {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration CALL_LIMIT = Duration.ofMinutes(2);

    private final Checkout checkout = Checkout.create();
    private final Path upOutput = checkout.directory().resolve("up.log");
    private final int port = FreePorts.block(5);

    @AfterEach
    void stopWhatATestHasLeft() {
        checkout.processes().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void up_serves_until_down() throws Exception {
        // given
        var up = up();

        // when
        var status = checkout.lifeline("status").run(CALL_LIMIT);
        var token = checkout.lifeline("token", "alice").run(CALL_LIMIT).expectSuccess().strip();
        var agents = new Api(URI.create("http://127.0.0.1:" + port), token).get("/v1/agents");

        // then
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("broker", "gateway", "executor", "monitor");
        assertThat(agents.status()).as(agents.body()).isEqualTo(200);
        assertThat(agents.body()).contains("researcher", "editor", "clumsy", "stuck");

        // when
        checkout.lifeline("down").run(CALL_LIMIT).expectSuccess();

        // then
        assertThat(up.waitFor(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).as(output()).isZero();
        requireNoProcesses();
        assertThat(checkout.lifeline("status").run(CALL_LIMIT).exitCode()).isEqualTo(1);
    }

    @Test
    void a_killed_launcher_takes_everything_with_it() throws Exception {
        // given
        var up = up();
        assertThat(checkout.processes()).as("launcher, broker and services").hasSize(5);

        // when
        up.destroyForcibly().waitFor();

        // then
        requireNoProcesses();
    }

    private Process up() throws IOException {
        var up = checkout.lifeline("up", "--port-base", Integer.toString(port)).start(upOutput);
        await("the stack is up")
                .atMost(START_LIMIT)
                .failFast(() -> {
                    assertThat(up.isAlive()).as(output()).isTrue();
                })
                .until(() -> output().contains("Lifeline is up."));
        return up;
    }

    private String output() throws IOException {
        return Files.readString(upOutput);
    }

    private void requireNoProcesses() {
        await("no process is left")
                .atMost(CALL_LIMIT)
                .untilAsserted(() -> assertThat(checkout.processes()).isEmpty());
    }
}
