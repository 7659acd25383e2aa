package dev.lifeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child ends when its parent is gone, even if the parent had no chance to say so. */
class ParentWatchIT {

    @TempDir private Path directory;

    @Test
    void the_broker_ends_when_its_parent_is_killed() {
        // given
        try (var parent = JavaProcess.start(holder())) {
            ProcessHandle broker =
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> brokerOf(parent), Optional::isPresent)
                            .orElseThrow();

            // when
            parent.kill();

            // then
            await().atMost(JavaProcess.GRACE.plusSeconds(5)).until(() -> !broker.isAlive());
        }
    }

    private JavaProgram holder() {
        String home = System.getProperty(BrokerHome.PROPERTY);
        return new JavaProgram(
                "holder",
                List.of("-D" + BrokerHome.PROPERTY + "=" + home),
                List.of("-cp", System.getProperty("java.class.path"), BrokerHolder.class.getName()),
                Map.of(),
                directory.resolve("holder.log"));
    }

    private static Optional<ProcessHandle> brokerOf(JavaProcess parent) {
        assertThat(parent.isAlive()).as("parent: %s", parent.log().tail(30)).isTrue();
        return parent.log().tail(30).stream()
                .filter(line -> line.startsWith("broker "))
                .map(line -> Long.parseLong(line.substring("broker ".length())))
                .findFirst()
                .flatMap(ProcessHandle::of);
    }
}
