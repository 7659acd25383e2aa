package dev.lifeline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.cli.terminal.CliFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Taken ports are named with who has them, and a way out is offered. */
class PortCheckTest {

    @Test
    void free_ports_pass() {
        assertThatCode(() -> check(Set.of()).require(Ports.DEFAULT)).doesNotThrowAnyException();
    }

    @Test
    void each_taken_port_is_named_with_its_use_and_its_owner() {
        assertThatThrownBy(() -> check(Set.of(8080, 9093)).require(Ports.DEFAULT))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("8080 (for the gateway) by owner of 8080")
                .hasMessageContaining("9093 (for the broker's controller) by owner of 9093")
                .message()
                .doesNotContain("8081");
    }

    @Test
    void a_port_base_is_proposed_that_is_free_itself() {
        assertThatThrownBy(() -> check(Set.of(8080, 18_083)).require(Ports.DEFAULT))
                .hasMessageContaining("--port-base 18180");
    }

    @Test
    void the_owner_of_a_port_is_found_by_its_process() throws IOException {
        // given
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            // when
            String owner = PortOwners.describe(socket.getLocalPort());

            // then
            assertThat(owner).startsWith("pid " + ProcessHandle.current().pid() + ", ");
        }
    }

    @Test
    void a_port_base_outside_the_unprivileged_range_is_refused() {
        assertThatThrownBy(() -> Ports.from(80)).hasMessageContaining("between 1024 and 65531");
    }

    private static PortCheck check(Set<Integer> taken) {
        return new PortCheck(port -> !taken.contains(port), port -> "owner of " + port);
    }
}
