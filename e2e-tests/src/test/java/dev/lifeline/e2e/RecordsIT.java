package dev.lifeline.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The records on agent.events, as another team's consumer meets them. */
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
            var headers = records.get(i).headers();
            assertThat(Log.header(headers, "ce_specversion")).isEqualTo("1.0");
            assertThat(Log.header(headers, "ce_id")).isEqualTo(event.required("id").asText());
            assertThat(Log.header(headers, "ce_type"))
                    .isEqualTo("dev.lifeline." + event.required("type").asText());
            assertThat(Log.header(headers, "ce_source"))
                    .isEqualTo("/executors/" + event.required("executorId").asText());
            assertThat(Log.header(headers, "ce_subject"))
                    .isEqualTo(event.required("runId").asText());
            assertThat(Log.header(headers, "ce_time"))
                    .isEqualTo(event.required("occurredAt").asText());
            assertThat(Log.header(headers, "ce_sequence")).isEqualTo("%019d".formatted(i + 1));
            assertThat(Log.header(headers, "content-type")).isEqualTo("application/avro");
        }
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
        return new Log(stack.bootstrapServers())
                .read(EVENTS).stream()
                        .filter(r -> Log.header(r.headers(), "ce_subject").equals(run.runId()))
                        .toList();
    }
}
