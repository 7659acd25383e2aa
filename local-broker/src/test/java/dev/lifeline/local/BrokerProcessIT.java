package dev.lifeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker keeps what was acknowledged, whichever way it ended. */
class BrokerProcessIT {

    @TempDir private Path directory;

    @Test
    void records_survive_kill_and_restart() throws Exception {
        try (var broker = BrokerProcess.start()) {
            // given
            var topic = new RoundTrip(broker.bootstrapServers());
            topic.createTopic();
            topic.write("before");

            // when
            broker.kill();
            broker.restart();
            topic.write("after");

            // then
            assertThat(topic.readAll()).containsExactly("before", "after");
        }
    }

    @Test
    void data_are_kept_between_starts_on_other_ports() throws Exception {
        // given
        int ports = FreePorts.block(4);
        Path data = directory.resolve("kafka");
        try (var broker = BrokerProcess.start(data, ports, ports + 1)) {
            var topic = new RoundTrip(broker.bootstrapServers());
            topic.createTopic();
            topic.write("kept");
        }

        // when
        try (var broker = BrokerProcess.start(data, ports + 2, ports + 3)) {

            // then
            assertThat(new RoundTrip(broker.bootstrapServers()).readAll()).containsExactly("kept");
        }
    }

    @Test
    void a_broker_that_cannot_start_says_why_with_the_end_of_its_log() {
        // given
        try (var broker = BrokerProcess.start()) {
            int taken = Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]);

            // when / then
            assertThatThrownBy(() -> BrokerProcess.start(directory, taken, FreePorts.one()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("exit code 1")
                    .hasMessageContaining("Address already in use");
        }
    }
}
