package dev.lifeline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.lifeline.local.ReceivedSpan;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service with a collector: what a run's trace shows, and what its events say of it. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@QuarkusTestResource(value = CollectorForTests.class, restrictToAnnotatedClass = true)
class TracingTest {

    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String traceId = UUID.randomUUID().toString().replace("-", "");
    private final String traceparent = "00-" + traceId + "-b7ad6b7169203331-01";
    private final String bootstrapServers;
    private final URI traces =
            ConfigProvider.getConfig().getValue(CollectorForTests.TRACES, URI.class);
    private LogProbe probe;

    TracingTest(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @BeforeEach
    void connect() {
        probe = new LogProbe(bootstrapServers, KafkaForTests.PARTITIONS);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @Test
    void aRunIsASpanOfTheCommandsTraceAndItsStepsAreSpansOfTheRun() {
        String runId = probe.startTraced(ALICE, "researcher", "secret-input", traceparent);
        var events = probe.awaitEnd(runId, PATIENCE);

        var run = awaitRun();
        assertThat(run.name()).isEqualTo("invoke_agent researcher");
        assertThat(run.kind()).isEqualTo("INTERNAL");
        assertThat(run.parentId()).isEqualTo("b7ad6b7169203331");
        assertThat(run.isError()).isFalse();
        assertThat(run.attributes())
                .containsEntry("gen_ai.operation.name", "invoke_agent")
                .containsEntry("gen_ai.agent.name", "researcher")
                .containsEntry("gen_ai.conversation.id", runId)
                .containsEntry("gen_ai.provider.name", "scripted")
                .containsEntry("gen_ai.request.model", "scripted")
                .containsEntry("lifeline.run.id", runId)
                .containsEntry("lifeline.run.outcome", "SUCCEEDED")
                .containsKeys(
                        "gen_ai.usage.input_tokens",
                        "gen_ai.usage.output_tokens",
                        "lifeline.run.wait_ms");
        assertThat(spans()).allMatch(s -> s.equals(run) || s.parentId().equals(run.spanId()));
        assertThat(named("chat scripted"))
                .hasSize(count(events, "model_completed"))
                .allSatisfy(chat -> {
                    assertThat(chat.kind()).isEqualTo("CLIENT");
                    assertThat(chat.attributes())
                            .containsEntry("gen_ai.operation.name", "chat")
                            .containsEntry("gen_ai.request.model", "scripted");
                });
        assertThat(spans().toString()).as("no payload").doesNotContain("secret-input");
    }

    @Test
    void eachEventNamesTheSpanThatItBelongsTo() {
        var events =
                probe.awaitEnd(probe.startTraced(ALICE, "clumsy", "go", traceparent), PATIENCE);

        var run = awaitRun();
        var tools =
                spans().stream()
                        .filter(s -> s.attributes().containsKey("gen_ai.tool.call.id"))
                        .collect(
                                Collectors.toMap(
                                        s -> s.attributes().get("gen_ai.tool.call.id"),
                                        ReceivedSpan::traceparent));
        assertThat(tools).hasSize(count(events, "tool_executing")).isNotEmpty();
        assertThat(events)
                .allSatisfy(event -> {
                    var callId = callId(event);
                    assertThat(event.getTraceparent())
                            .isEqualTo(callId == null ? run.traceparent() : tools.get(callId));
                });
    }

    @Test
    void toolsThatGoWrongAreSpansInError() {
        probe.awaitEnd(probe.startTraced(ALICE, "clumsy", "go", traceparent), PATIENCE);

        awaitRun();
        assertThat(spans())
                .filteredOn(s -> s.name().startsWith("execute_tool "))
                .extracting(
                        s -> s.attributes().getOrDefault("error.type", "none"),
                        ReceivedSpan::isError)
                .containsExactlyInAnyOrder(
                        tuple("tool_error", true),
                        tuple("unknown_tool", true),
                        tuple("invalid_arguments", true),
                        tuple("none", false),
                        tuple("none", false));
        assertThat(named("execute_tool unknown"))
                .as("a name that the model made up is in no span's name")
                .hasSize(1);
    }

    @Test
    void aRunThatDoesNotSucceedIsASpanInError() {
        probe.awaitEnd(probe.startTraced(ALICE, "nobody", "go", traceparent), PATIENCE);

        var run = awaitRun();
        assertThat(run.isError()).isTrue();
        assertThat(run.attributes())
                .containsEntry("error.type", "unknown_agent")
                .containsEntry("lifeline.run.outcome", "FAILED");
    }

    @Test
    void aRunWithoutACallersTraceBeginsOneOfItsOwn() {
        var events = probe.awaitEnd(probe.start(ALICE, "clumsy", "go", null), PATIENCE);

        var run =
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        ReceivedSpan.at(traces).stream()
                                                .filter(s ->
                                                        s.traceparent()
                                                                .equals(
                                                                        events.getFirst()
                                                                                .getTraceparent()))
                                                .toList(),
                                found -> !found.isEmpty())
                        .getFirst();
        assertThat(run.parentId()).isEmpty();
    }

    @Test
    void aRunThatAToolStartedIsASpanOfThatTool() {
        probe.awaitEnd(probe.startTraced(ALICE, "editor", "go", traceparent), PATIENCE);

        await().atMost(PATIENCE).until(() -> !named("invoke_agent editor").isEmpty());
        var tool = named("execute_tool ask_researcher").getFirst();
        assertThat(tool.parentId()).isEqualTo(named("invoke_agent editor").getFirst().spanId());
        assertThat(named("invoke_agent researcher"))
                .singleElement()
                .extracting(ReceivedSpan::parentId)
                .isEqualTo(tool.spanId());
    }

    @Test
    void aRunThatAnotherExecutorLeftOpenEndsInTheTraceThatItBeganIn() {
        String runId = probe.abandonedRun(ALICE, traceparent);

        var events = probe.awaitEnd(runId, PATIENCE);

        var run = awaitRun();
        assertThat(run.parentId()).isEqualTo("b7ad6b7169203331");
        assertThat(run.isError()).isTrue();
        assertThat(run.attributes())
                .containsEntry("error.type", "executor_lost")
                .containsEntry("lifeline.run.attempt", "2");
        assertThat(named("execute_tool search"))
                .singleElement()
                .satisfies(tool -> assertThat(tool.isError()).isTrue())
                .extracting(ReceivedSpan::traceparent)
                .isEqualTo(events.get(2).getTraceparent());
        assertThat(events.getLast().getTraceparent()).isEqualTo(run.traceparent());
    }

    /** The run's span, which ends after all others of its trace. */
    private ReceivedSpan awaitRun() {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                spans().stream()
                                        .filter(s -> s.name().startsWith("invoke_agent "))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private List<ReceivedSpan> named(String name) {
        return spans().stream().filter(s -> s.name().equals(name)).toList();
    }

    private List<ReceivedSpan> spans() {
        return ReceivedSpan.at(traces).stream().filter(s -> s.traceId().equals(traceId)).toList();
    }

    private static int count(List<AgentEvent> events, String type) {
        return (int) events.stream().filter(event -> event.getType().equals(type)).count();
    }

    private static @Nullable String callId(AgentEvent event) {
        if (event.getToolCall() != null) {
            return event.getToolCall().getToolCallId();
        }
        return event.getToolResult() == null ? null : event.getToolResult().getToolCallId();
    }
}
