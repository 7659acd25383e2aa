package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.RegistryApi;
import dev.lifeline.e2e.kafka.Log;
import dev.lifeline.e2e.stack.Broker;
import dev.lifeline.e2e.stack.Checkout;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.Registry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Services that meet a registry: one that is away, one that holds nothing, and one on an old log.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RegistryStartIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String SUBJECTS = "dev.lifeline.schemas.avro.";

    // Together: the ids in a log are those of one registry.
    private final Broker broker = Broker.process();
    private final Registry registry = Registry.absent();

    /**
     * A run as its user saw it.
     *
     * @param cursor before its first event
     */
    private record Seen(String cursor, CompleteRun run) {}

    @BeforeEach
    void startRegistry() {
        registry.start();
    }

    @AfterAll
    void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void services_wait_for_a_registry_that_is_away_and_say_so() {
        // given
        registry.kill();
        try (var stack = ProcessStack.starting(broker, registry.settings())) {

            // then
            for (var service : List.of(stack.executor(), stack.gateway(), stack.monitor())) {
                awaitNotReady(service, registry.uri().toString());
            }

            // when
            registry.start();

            // then
            requireServing(stack.awaitReady());
        }
    }

    @Test
    void services_that_may_not_register_say_what_is_missing_and_how_to_register_it() {
        // given
        try (var ownBroker = Broker.process();
                var empty = Registry.absent().start();
                var stack = ProcessStack.starting(ownBroker, mayNotRegister(empty))) {
            var remedy = List.of("schemas", "register", "--registry", empty.uri().toString());
            var advice = "./lifeline " + String.join(" ", remedy);

            // then
            awaitNotReady(stack.executor(), SUBJECTS + "AgentEvent", advice);
            awaitNotReady(stack.gateway(), SUBJECTS + "StartRun", advice);
            awaitNotReady(stack.monitor(), SUBJECTS + "RunStatus", advice);
            assertThat(new RegistryApi(empty.uri()).subjects()).isEmpty();

            // when
            Checkout.create().lifeline(remedy.toArray(String[]::new)).run(LIMIT).expectSuccess();

            // then
            requireServing(stack.awaitReady());
        }
    }

    @Test
    void history_in_either_framing_is_resumed_and_new_runs_follow_it() {
        // given
        var history = new ArrayList<Seen>();

        // when
        history.add(runAfter(history, Map.of()));
        history.add(runAfter(history, registry.settings()));
        history.add(runAfter(history, forReadingOnly(registry)));

        // then
        assertThat(history)
                .extracting(this::firstByte)
                .as("without a registry, with one, with one for reading only")
                .containsExactly(0xC3, 0x00, 0xC3);
        assertThat(new Log(broker.bootstrapServers()).read("agent.dead-letters")).isEmpty();
    }

    /** Has the services started anew, the history resumed from its beginning, and a run more. */
    private Seen runAfter(List<Seen> history, Map<String, String> settings) {
        try (var stack = ProcessStack.starting(broker, settings).awaitReady()) {
            var api = new Api(stack.gateway(), stack.token("historian"));
            var query = history.isEmpty() ? "" : "?cursor=" + history.getFirst().cursor();
            try (var stream = api.stream(query).awaitWelcome()) {
                for (var earlier : history) {
                    assertThat(stream.awaitEnd(earlier.run().runId()))
                            .isEqualTo(earlier.run().events());
                }
                var run = api.start("clumsy", "Trip.");
                return new Seen(run.cursor(), new CompleteRun(stream.awaitEnd(run.runId())));
            }
        }
    }

    private int firstByte(Seen seen) {
        return new Log(broker.bootstrapServers())
                .read("agent.events").stream()
                        .filter(r -> isOf(r, seen.run().runId()))
                        .mapToInt(r -> Byte.toUnsignedInt(r.value()[0]))
                        .reduce((one, other) -> one == other ? one : -1)
                        .orElseThrow();
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> record, String runId) {
        return Log.header(record.headers(), "ce_subject").equals(runId);
    }

    private static void requireServing(ProcessStack stack) {
        var api = new Api(stack.gateway(), stack.token("user-" + UUID.randomUUID()));
        try (var stream = api.stream("").awaitWelcome()) {
            var run = api.start("clumsy", "Trip.");
            assertThat(new CompleteRun(stream.awaitEnd(run.runId())).outcome())
                    .isEqualTo("SUCCEEDED");
        }
    }

    private static void awaitNotReady(URI service, String... reasons) {
        await("%s is not ready and says %s".formatted(service, List.of(reasons)))
                .atMost(LIMIT)
                .ignoreExceptions() // nobody listens yet
                .untilAsserted(() -> {
                    var health = new Api(service, null).get("/q/health/ready");
                    assertThat(health.status()).isEqualTo(503);
                    assertThat(health.body()).contains(reasons);
                });
    }

    private static Map<String, String> mayNotRegister(Registry registry) {
        return with(registry, "REGISTRY_REGISTER", "false");
    }

    private static Map<String, String> forReadingOnly(Registry registry) {
        return with(registry, "FRAMING", "single-object");
    }

    private static Map<String, String> with(Registry registry, String name, String value) {
        var all = new TreeMap<>(registry.settings());
        all.put("LIFELINE_SCHEMA_" + name, value);
        return all;
    }
}
