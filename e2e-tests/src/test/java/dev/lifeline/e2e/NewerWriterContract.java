package dev.lifeline.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.EventStream;
import dev.lifeline.e2e.kafka.Log;
import dev.lifeline.e2e.kafka.NewerRelease;
import dev.lifeline.e2e.kafka.NewerRun;
import dev.lifeline.e2e.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What today's services make of events that a later release has written. */
abstract class NewerWriterContract {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String user = "user-" + UUID.randomUUID();

    abstract Stack stack();

    /** Makes the schema known, as a writer does before its first record; what begins its values. */
    abstract byte[] publish(Schema schema);

    @Test
    void new_fields_sections_and_types_pass_through() {
        // given
        var release = new NewerRelease("priority");
        var run = newerRun(release, publish(release.schema()));
        try (var stream = api().streamOfLaterReleases().awaitWelcome()) {

            // when
            run.beginning().forEach(log()::write);

            // then
            requirePassedThrough(stream, run);
            assertThat(letters()).as("dead letters of the user").isEmpty();
        }
    }

    /** A run of the user's that is ours to write. */
    NewerRun newerRun(NewerRelease release, byte[] framing) {
        try (var stream = api().streamOfLaterReleases().awaitWelcome()) {
            var example = stream.awaitEnd(api().start("clumsy", "Trip.").runId()).getFirst();
            return new NewerRun(release, framing, example);
        }
    }

    void requirePassedThrough(EventStream stream, NewerRun run) {
        var event = stream.awaitEvent(run.runId(), NewerRelease.NEW_TYPE);
        assertThat(event.required(run.release().newField()).asText()).isEqualTo(NewerRun.NEW_VALUE);
        assertThat(event.required("data")).hasToString("{\"step\":2,\"toAgent\":\"clumsy\"}");
        await("the monitor's row of the run")
                .atMost(LIMIT)
                .until(() -> row(run), row -> isLast(row, NewerRelease.NEW_TYPE));

        log().write(run.end());
        var seen = new CompleteRun(stream.awaitEnd(run.runId()));
        assertThat(seen.ofType("tool_executing").getFirst().required("data").required("arguments"))
                .as("arguments of a known type")
                .hasToString("{\"n\":2}");
    }

    Api api() {
        return new Api(stack().gateway(), stack().token(user));
    }

    Log log() {
        return new Log(stack().bootstrapServers());
    }

    /** Dead letters under the user's key. */
    List<String> letters() {
        return log().read("agent.dead-letters").stream()
                .filter(letter -> new String(letter.key(), UTF_8).equals("default/" + user))
                .map(letter -> Log.header(letter.headers(), "lifeline-error"))
                .toList();
    }

    private JsonNode row(NewerRun run) {
        var operator = new Api(stack().monitor(), stack().operatorToken());
        return operator.get("/v1/runs/" + run.runId()).json();
    }

    private static boolean isLast(JsonNode row, String type) {
        return row.path("lastType").asText().equals(type);
    }
}
