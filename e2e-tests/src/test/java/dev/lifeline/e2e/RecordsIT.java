package dev.lifeline.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.consumers.ForeignConsumer;
import dev.lifeline.e2e.consumers.PrintedRun;
import dev.lifeline.e2e.kafka.Log;
import dev.lifeline.e2e.stack.Command;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Tool;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The records on the topics, as another team's consumer meets them. */
@ExtendWith(SharedStack.class)
class RecordsIT {

    private static final String EVENTS = "agent.events";
    private static final int PARTITIONS = 12;

    private final ProcessStack stack;

    RecordsIT(ProcessStack stack) {
        this.stack = stack;
    }

    @Test
    void events_are_keyed_by_user_and_carry_cloud_events_headers() {
        // given a user whose name has to be escaped in the key
        var user = "anna lisa/" + UUID.randomUUID();
        var key = "default/anna%20lisa%2F" + user.substring("anna lisa/".length());

        // when
        var run = run(user);

        // then
        var records = recordsOf(run);
        assertThat(records).hasSameSizeAs(run.events());
        assertThat(records)
                .allSatisfy(r -> {
                    assertThat(new String(r.key(), UTF_8)).isEqualTo(key);
                    assertThat(r.partition())
                            .isEqualTo(
                                    Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8)))
                                            % PARTITIONS);
                });
        for (int i = 0; i < records.size(); i++) {
            var event = run.events().get(i);
            var cloudEvent = KafkaMessageFactory.createReader(records.get(i)).toEvent();
            assertThat(cloudEvent.getSpecVersion()).hasToString("1.0");
            assertThat(cloudEvent.getId()).isEqualTo(event.required("id").asText());
            assertThat(cloudEvent.getType())
                    .isEqualTo("dev.lifeline." + event.required("type").asText());
            assertThat(cloudEvent.getSource())
                    .hasToString("/executors/" + event.required("executorId").asText());
            assertThat(cloudEvent.getSubject()).isEqualTo(event.required("runId").asText());
            assertThat(cloudEvent.getTime().toInstant())
                    .isEqualTo(Instant.parse(event.required("occurredAt").asText()));
            assertThat(cloudEvent.getExtension("sequence")).isEqualTo("%019d".formatted(i + 1));
            assertThat(cloudEvent.getDataContentType()).isEqualTo("application/avro");
        }
    }

    @Test
    void a_run_is_cloud_events_on_every_topic_it_touches() {
        // when
        var run = run("user-" + UUID.randomUUID());

        // then
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(cloudEvents("agent.runs", run.runId())).hasSizeGreaterThan(1));
        var rows = cloudEvents("agent.runs", run.runId());
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.getType()).isEqualTo("dev.lifeline.RunStatus"))
                .extracting(CloudEvent::getId)
                .doesNotHaveDuplicates();
        assertThat(cloudEvents("agent.commands", run.runId()))
                .singleElement()
                .returns("dev.lifeline.StartRun", CloudEvent::getType);
        assertThat(cloudEvents("agent.catalog", "researcher"))
                .isNotEmpty()
                .allSatisfy(agent ->
                        assertThat(agent.getType()).isEqualTo("dev.lifeline.AgentDescription"));
    }

    @Test
    @Needs(Tool.KCAT)
    void kcat_shows_key_and_headers() {
        // given
        var user = "kcat-" + UUID.randomUUID();
        var run = run(user);

        // when
        var printed =
                Command.of(
                                "kcat",
                                "-b",
                                stack.bootstrapServers(),
                                "-t",
                                EVENTS,
                                "-C",
                                "-e",
                                "-q",
                                "-o",
                                "beginning",
                                "-f",
                                "%k %h\\n")
                        .run(Duration.ofMinutes(1))
                        .expectSuccess();

        // then
        var lines = printed.lines().filter(l -> l.startsWith("default/" + user + " ")).toList();
        assertThat(lines)
                .hasSameSizeAs(run.events())
                .allSatisfy(line ->
                        assertThat(line)
                                .contains("ce_specversion=1.0")
                                .contains("ce_type=dev.lifeline."));
    }

    @Test
    @Needs(Tool.NPM)
    void avsc_reads_the_run_that_the_user_saw_with_the_schemas_of_the_topic() {
        // given
        var consumer = ForeignConsumer.avsc();
        var run = run("avsc-" + UUID.randomUUID());

        // when
        var printed = consumer.read(stack.bootstrapServers(), run.runId());

        // then
        new PrintedRun(printed).requireSameAs(run);
    }

    private CompleteRun run(String user) {
        var api = new Api(stack.gateway(), stack.token(user));
        try (var stream = api.stream("").awaitWelcome()) {
            var run = api.start("researcher", "How is coffee made?");
            return new CompleteRun(stream.awaitEnd(run.runId()));
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> recordsOf(CompleteRun run) {
        return about(EVENTS, run.runId());
    }

    private List<CloudEvent> cloudEvents(String topic, String subject) {
        return about(topic, subject).stream()
                .map(record -> KafkaMessageFactory.createReader(record).toEvent())
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> about(String topic, String subject) {
        return new Log(stack.bootstrapServers())
                .read(topic).stream()
                        .filter(r -> Log.header(r.headers(), "ce_subject").equals(subject))
                        .toList();
    }
}
