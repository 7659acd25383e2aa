package dev.lifeline.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.kafka.Log;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.schemas.UserKey;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that nobody can read: set aside once, with the reason, and nothing stops. */
@ExtendWith(SharedStack.class)
class UndecodableRecordsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int PARTITIONS = 12;

    private final ProcessStack stack;
    private final Log log;
    private final UserKey user = new UserKey("default", "user-" + UUID.randomUUID());

    UndecodableRecordsIT(ProcessStack stack) {
        this.stack = stack;
        this.log = new Log(stack.bootstrapServers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent.commands", "agent.events"})
    void it_goes_to_the_dead_letters_once_and_the_user_is_served(String topic) {
        var api = new Api(stack.gateway(), stack.token(user.userId()));
        try (var stream = api.stream("").awaitWelcome()) {
            // given
            var first = write(topic, "neither Avro nor anything else");

            // when
            var run = api.start("researcher", "Does it still work?");

            // then
            assertThat(new CompleteRun(stream.awaitEnd(run.runId())).outcome())
                    .isEqualTo("SUCCEEDED");
            var letter = awaitLetter(first);
            assertThat(new String(letter.value(), UTF_8))
                    .isEqualTo("neither Avro nor anything else");
            assertThat(letter.key()).isEqualTo(user.bytes());
            assertThat(Log.header(letter.headers(), "lifeline-error")).isNotBlank();
            assertThat(KafkaMessageFactory.createReader(letter).toEvent())
                    .returns("dev.lifeline.DeadLetter", CloudEvent::getType)
                    .returns(
                            "%s/%d/%d".formatted(topic, first.partition(), first.offset()),
                            CloudEvent::getId);

            // and a later one does not bring the first back
            awaitLetter(write(topic, "another"));
            assertThat(letters(first)).hasSize(1);
            if (topic.equals("agent.events")) {
                assertThat(stream.awaitFrame("gap").required("reason").asText())
                        .isEqualTo("undecodable");
            }
        }
    }

    private RecordMetadata write(String topic, String value) {
        return log.write(topic, user.partition(PARTITIONS), user.bytes(), value.getBytes(UTF_8));
    }

    private ConsumerRecord<byte[], byte[]> awaitLetter(RecordMetadata original) {
        return await("a dead letter of " + original)
                .atMost(LIMIT)
                .until(() -> letters(original), found -> !found.isEmpty())
                .getFirst();
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(RecordMetadata original) {
        return log.read("agent.dead-letters").stream()
                .filter(letter ->
                        header(letter, "lifeline-topic").equals(original.topic())
                                && header(letter, "lifeline-partition")
                                        .equals(Integer.toString(original.partition()))
                                && header(letter, "lifeline-offset")
                                        .equals(Long.toString(original.offset())))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return Log.header(letter.headers(), name);
    }
}
