package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.RegistryApi;
import dev.lifeline.e2e.kafka.Framing;
import dev.lifeline.e2e.kafka.NewerRelease;
import dev.lifeline.e2e.stack.RegistryStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Stack;
import dev.lifeline.schemas.UserKey;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A later release whose schemas are in the registry. */
@ExtendWith(SharedStack.class)
class NewerWriterOnRegistryIT extends NewerWriterContract {

    private static final int PARTITIONS = 12;

    private final RegistryStack stack;

    NewerWriterOnRegistryIT(RegistryStack stack) {
        this.stack = stack;
    }

    @Override
    Stack stack() {
        return stack.services();
    }

    @Override
    byte[] publish(Schema schema) {
        var registry = new RegistryApi(stack.registry().uri());
        return Framing.confluent(registry.register(schema.getFullName(), schema.toString()));
    }

    @Test
    void a_record_whose_schema_cannot_be_asked_for_waits_and_others_do_not() {
        // given
        var release = new NewerRelease("mood");
        var run = newerRun(release, publish(release.schema()));
        try (var stream = api().streamOfLaterReleases().awaitWelcome()) {

            // when
            stack.registry()
                    .whileKilled(() -> {
                        run.beginning().forEach(log()::write);

                        // then
                        requireServed(userOfAnotherPartition(run.partition()));
                        assertThat(stream.events(run.runId())).as("not readable yet").isEmpty();
                    });
            requirePassedThrough(stream, run);
            assertThat(stream.frames()).noneMatch(f -> f.required("kind").asText().equals("gap"));
            assertThat(letters()).as("dead letters of the user").isEmpty();
        }
    }

    private void requireServed(String other) {
        var api = new Api(stack().gateway(), stack().token(other));
        try (var stream = api.stream("").awaitWelcome()) {
            var run = api.start("clumsy", "Trip.");
            assertThat(new CompleteRun(stream.awaitEnd(run.runId())).outcome())
                    .isEqualTo("SUCCEEDED");
        }
    }

    private static String userOfAnotherPartition(int partition) {
        while (true) {
            var other = "user-" + UUID.randomUUID();
            if (new UserKey("default", other).partition(PARTITIONS) != partition) {
                return other;
            }
        }
    }
}
