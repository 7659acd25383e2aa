package dev.lifeline.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.log.LogUnavailableException;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What users and operators see while the broker is away. */
class OutageTest {

    private static final UserKey ALICE = new UserKey("default", "alice");

    @Test
    void aStreamOutlivesTheBrokerAndMissesNothing() {
        try (var broker = BrokerProcess.start()) {
            Pen.createTopics(broker.bootstrapServers());
            try (var pen = new Pen(broker.bootstrapServers());
                    var connection = connection(broker.bootstrapServers());
                    var loop = Executors.newSingleThreadExecutor()) {
                connection.start();
                await().until(() -> connection.trouble().isEmpty());
                var run = pen.takeOver(ALICE, "a").run(ALICE);
                var sink = new RecordingSink();
                var stream = open(connection.log(), sink, loop);
                pen.event(run.started());
                await().until(() -> sink.ids().size() == 1);

                broker.stop();

                await().atMost(Duration.ofSeconds(10))
                        .until(() -> connection.trouble().isPresent());
                assertThat(connection.trouble().orElseThrow()).contains("no broker has answered");

                broker.restart();
                pen.event(run.delta(2, "x"));
                pen.event(run.completed(3));

                await().atMost(Duration.ofSeconds(30)).until(() -> sink.ids().size() == 3);
                await().atMost(Duration.ofSeconds(30)).until(() -> connection.trouble().isEmpty());
                assertThat(sink.ids())
                        .isEqualTo(run.events(3).stream().map(AgentEvent::getId).toList());
                stream.close();
            }
        }
    }

    @Test
    void whileTopicsAreMissingTheReasonNamesThemAndTheConnectionGoesOn() {
        try (var broker = BrokerProcess.start();
                var connection = connection(broker.bootstrapServers())) {
            connection.start();
            await().until(() ->
                    connection.trouble().filter(t -> t.contains("agent.events")).isPresent());

            Pen.createTopics(broker.bootstrapServers());

            await().until(() -> connection.trouble().isEmpty());
        }
    }

    @Test
    void aBrokerThatWasNeverThereIsAReasonToo() {
        try (var connection = connection("localhost:1", Duration.ofSeconds(1))) {
            connection.start();

            await().until(() ->
                    connection.trouble().filter(t -> t.contains("cannot be reached")).isPresent());
            assertThatThrownBy(connection::log).isInstanceOf(LogUnavailableException.class);
        }
    }

    private static Subscription open(EventLog log, RecordingSink sink, Executor loop) {
        var request = new Streams.Request(View.all(ALICE), OptionalLong.empty(), null);
        var stream = new Streams(new Counts()).open(log, request, sink, loop).join();
        loop.execute(stream::start);
        return stream;
    }

    private static LogConnection connection(String bootstrapServers) {
        return connection(bootstrapServers, Duration.ofSeconds(5));
    }

    private static LogConnection connection(String bootstrapServers, Duration timeout) {
        return new LogConnection(
                new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers), "test", timeout),
                new EventLog.ReaderSettings(1_000_000, Core.HISTORY, Duration.ofMinutes(1)),
                new Codec(),
                Clock.systemUTC(),
                new Counts());
    }
}
