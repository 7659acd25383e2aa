package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.RegistryApi;
import dev.lifeline.e2e.client.UsersAtWork;
import dev.lifeline.e2e.consumers.ForeignConsumer;
import dev.lifeline.e2e.consumers.PrintedRun;
import dev.lifeline.e2e.kafka.Log;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.RegistryStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Tool;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records in the Confluent wire format, with a schema registry that lives, dies and comes back. */
@ExtendWith(SharedStack.class)
class RegistryIT {

    private static final int USERS = 5;
    private static final String RECORDS = "dev.lifeline.schemas.avro.";

    private final RegistryStack stack;

    RegistryIT(RegistryStack stack) {
        this.stack = stack;
    }

    @Test
    void records_name_their_schema_by_its_id_under_the_subject_of_their_type() {
        // when
        var run = run(newUser());

        // then
        for (var topic : List.of("agent.events", "agent.commands", "agent.runs", "agent.catalog")) {
            assertThat(log().read(topic))
                    .as(topic)
                    .isNotEmpty()
                    .filteredOn(record -> record.value() != null)
                    .allSatisfy(record -> assertThat(record.value()).startsWith(0, 0));
        }
        assertThat(new RegistryApi(stack.registry().uri()).subjects())
                .contains(
                        RECORDS + "AgentEvent",
                        RECORDS + "OwnerControl",
                        RECORDS + "StartRun",
                        RECORDS + "RunStatus",
                        RECORDS + "AgentDescription");
        assertThat(run.outcome()).isEqualTo("SUCCEEDED");
    }

    @Test
    @Needs(Tool.PYTHON_VENV)
    void a_consumer_of_confluents_reads_the_run_that_the_user_saw() {
        // given
        var consumer = ForeignConsumer.confluent();
        var run = run(newUser());

        // when
        var printed =
                consumer.read(
                        stack.services().bootstrapServers(),
                        stack.registry().uri().toString(),
                        run.runId());

        // then
        new PrintedRun(printed).requireSameAs(run);
    }

    @Test
    void a_registry_that_is_killed_under_load_costs_nothing() throws Exception {
        // given
        try (var users = new UsersAtWork(Stream.generate(this::newUser).limit(USERS).toList())) {
            users.awaitMoreRuns();

            // when
            stack.registry().whileKilled(users::awaitMoreRuns);
            users.awaitMoreRuns();

            // then
            assertThat(users.stop())
                    .allSatisfy(run -> assertThat(run.outcome()).isEqualTo("SUCCEEDED"));
        }
        assertThat(log().read("agent.dead-letters")).isEmpty();
    }

    private CompleteRun run(Api user) {
        try (var stream = user.stream("").awaitWelcome()) {
            var run = user.start("researcher", "How is coffee made?");
            return new CompleteRun(stream.awaitEnd(run.runId()));
        }
    }

    private Api newUser() {
        var services = stack.services();
        return new Api(services.gateway(), services.token("user-" + UUID.randomUUID()));
    }

    private Log log() {
        return new Log(stack.services().bootstrapServers());
    }
}
