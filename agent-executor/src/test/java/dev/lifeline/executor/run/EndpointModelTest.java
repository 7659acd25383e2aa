package dev.lifeline.executor.run;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.PastRun;
import dev.lifeline.executor.model.Models;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent on an endpoint that speaks the streaming chat-completions protocol. */
class EndpointModelTest {

    private static final String PATH = "/v1/chat/completions";

    private static final Limits LIMITS =
            new Limits(5, 5, 20, Duration.ofMillis(50), Duration.ofMillis(20), 100);
    private static final List<PastRun> EARLIER =
            List.of(new PastRun(null, "1+1?", "It is two."), new PastRun(null, "cancelled?", ""));

    private final WireMockServer endpoint = new WireMockServer(options().dynamicPort());
    private final List<AgentEvent> log = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void startEndpoint() {
        endpoint.start();
    }

    @AfterEach
    void stopEndpoint() {
        endpoint.stop();
    }

    @Test
    void streamsTheAnswerInDeltasThoughChunksComeSlowly() {
        endpoint.stubFor(
                post(PATH)
                        .willReturn(
                                stream(text("It is "), text("four."), end("stop"))
                                        .withChunkedDribbleDelay(10, 500)));

        var completed = run();

        assertThat(completed.getOutcome()).isEqualTo("SUCCEEDED");
        assertThat(completed.getResult()).isEqualTo("It is four.");
        assertThat(completed.getUsage().getInputTokens()).isEqualTo(7);
        assertThat(deltas()).isEqualTo("It is four.");
        endpoint.verify(
                postRequestedFor(urlEqualTo(PATH))
                        .withHeader("Authorization", containing("Bearer key-1"))
                        .withRequestBody(matchingJsonPath("$.stream"))
                        .withRequestBody(
                                matchingJsonPath("$.tools[?(@.function.name == 'echo')]")));
    }

    @Test
    void callsTheToolsThatTheModelAsksForAndGivesItTheirResults() {
        endpoint.stubFor(
                post(PATH)
                        .inScenario("tools")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willSetStateTo("called")
                        .willReturn(stream(toolCall("call_a", "echo", "{}"), end("tool_calls"))));
        endpoint.stubFor(
                post(PATH)
                        .inScenario("tools")
                        .whenScenarioStateIs("called")
                        .withRequestBody(
                                matchingJsonPath(
                                        "$.messages[?(@.role == 'tool' && @.tool_call_id == 'call_a')]"))
                        .willReturn(stream(text("done"), end("stop"))));

        var completed = run();

        assertThat(completed.getResult()).isEqualTo("done");
        assertThat(completed.getUsage().getToolCalls()).isEqualTo(1);
        assertThat(log)
                .extracting(AgentEvent::getType)
                .contains("tool_executing", "tool_completed");
    }

    @Test
    void givesTheModelTheThreadsEarlierTurnsThatHaveAnAnswer() {
        endpoint.stubFor(post(PATH).willReturn(stream(text("four"), end("stop"))));

        assertThat(run().getOutcome()).isEqualTo("SUCCEEDED");
        endpoint.verify(
                postRequestedFor(urlEqualTo(PATH))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"messages":[
                                          {"role":"system","content":"prompt"},
                                          {"role":"user","content":"1+1?"},
                                          {"role":"assistant","content":"It is two."},
                                          {"role":"user","content":"2+2?"}]}\
                                        """,
                                        false,
                                        true)));
    }

    @Test
    void endsTheRunThatWantsAnotherTurnWhenItsTokensAreUsedUp() {
        endpoint.stubFor(
                post(PATH).willReturn(stream(toolCall("call", "echo", "{}"), end("tool_calls"))));

        var completed = run();

        assertThat(completed.getOutcome()).isEqualTo("FAILED");
        assertThat(completed.getError().getCode()).isEqualTo("token_limit");
        assertThat(completed.getError().getMessage())
                .isEqualTo("The run used 20 tokens without an answer; it may use 20.");
        assertThat(completed.getUsage().getModelCalls()).isEqualTo(2);
        assertThat(completed.getUsage().getToolCalls()).isEqualTo(1);
    }

    @Test
    void givesUpAToolThatTakesLongerThanTheExecutorAllows() {
        endpoint.stubFor(
                post(PATH)
                        .inScenario("hangs")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willSetStateTo("called")
                        .willReturn(stream(toolCall("call", "hang", "{}"), end("tool_calls"))));
        endpoint.stubFor(
                post(PATH)
                        .inScenario("hangs")
                        .whenScenarioStateIs("called")
                        .willReturn(stream(text("done"), end("stop"))));

        assertThat(run().getResult()).as("tokens used up, but an answer").isEqualTo("done");
        assertThat(log)
                .filteredOn(event -> event.getToolResult() != null)
                .extracting(event -> event.getToolResult().getError().getCode())
                .containsExactly("tool_timeout");
    }

    @Test
    void tellsTheUserWithoutTheEndpointsWordsWhenItRefusesTheKey() {
        endpoint.stubFor(
                post(PATH)
                        .willReturn(
                                aResponse()
                                        .withStatus(401)
                                        .withBody("{\"error\":{\"message\":\"bad key key-1\"}}")));

        var completed = run();

        assertThat(completed.getOutcome()).isEqualTo("FAILED");
        assertThat(completed.getError().getCode()).isEqualTo("model_error");
        assertThat(completed.getError().getMessage())
                .contains("credentials")
                .doesNotContain("key-1");
    }

    @Test
    void endsTheRunWhenTheConnectionBreaksInMidStream() {
        endpoint.stubFor(
                post(PATH).willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));

        assertThat(run().getError().getCode()).isEqualTo("model_error");
    }

    @Test
    void endsTheRunWhenTheEndpointIsOverloaded() {
        endpoint.stubFor(post(PATH).willReturn(aResponse().withStatus(429)));

        assertThat(run().getError().getMessage()).contains("overloaded");
    }

    @Test
    void endsTheRunThatAsksForATurnThatNoRecordCanHold() {
        endpoint.stubFor(
                post(PATH)
                        .willReturn(
                                stream(toolCall("a", "e".repeat(2_000_000), "{}"), end("stop"))));

        assertThat(run().getError().getCode()).isEqualTo("model_error");
        assertThat(log).extracting(AgentEvent::getType).doesNotContain("tool_executing");

        var calls =
                IntStream.range(0, 200).mapToObj(i -> toolCall(i, "echo")).toArray(String[]::new);
        endpoint.stubFor(post(PATH).willReturn(stream(String.join("", calls), end("stop"))));

        assertThat(run().getError().getMessage()).contains("200 tools at once");
    }

    @Test
    void givesACallAnIdOfItsOwnWhereTheModelsIsNone() {
        endpoint.stubFor(
                post(PATH)
                        .inScenario("ids")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willSetStateTo("called")
                        .willReturn(
                                stream(
                                        toolCall("i".repeat(100_000), "echo", "{}"),
                                        end("tool_calls"))));
        endpoint.stubFor(
                post(PATH)
                        .inScenario("ids")
                        .whenScenarioStateIs("called")
                        .willReturn(stream(text("done"), end("stop"))));

        assertThat(run().getOutcome()).isEqualTo("SUCCEEDED");
        assertThat(log)
                .filteredOn(event -> event.getToolCall() != null)
                .extracting(event -> event.getToolCall().getToolCallId())
                .containsExactly("call_1_1_1");
    }

    private String deltas() {
        var text = new StringBuilder();
        log.stream()
                .filter(event -> event.getMessage() != null)
                .forEach(event -> text.append(event.getMessage().getDelta()));
        return text.toString();
    }

    private Completed run() {
        var identity =
                new RunIdentity("run", "default", "alice", "run", null, null, "echoes", null);
        var metrics = new RunMetrics(new SimpleMeterRegistry());
        var usage = new RunUsage();
        var span = new RunTracing(OpenTelemetry.noop()).begin(identity, Duration.ZERO);
        var journal =
                new RunJournal(
                        identity,
                        new RunJournal.Writer("executor", 1, 1),
                        0,
                        event -> {
                            log.add(event);
                            return CompletableFuture.completedFuture((long) log.size());
                        },
                        Clock.systemUTC(),
                        metrics.announcement());
        var stop = new StopSignal();
        var loop =
                new RunLoop(
                        new ToolDispatcher(
                                new Echoes().tools(),
                                LIMITS.toolTimeout(),
                                journal,
                                stop,
                                metrics,
                                span),
                        model(),
                        LIMITS,
                        new Conversation("prompt", EARLIER, "2+2?"),
                        RecordedRun.begun("2+2?"),
                        journal,
                        stop,
                        usage,
                        metrics,
                        span);
        new Run(span, "2+2?", Instant.now(), "m", journal, usage, loop::run).run(() -> {});
        return log.getLast().getCompleted();
    }

    private Models.NamedModel model() {
        var properties =
                Map.of(
                        "lifeline.executor.model.base-url", endpoint.baseUrl() + "/v1",
                        "lifeline.executor.model.api-key", "key-1",
                        "lifeline.executor.model.name", "m");
        var config =
                new SmallRyeConfigBuilder()
                        .withMapping(ExecutorConfig.class)
                        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                        .withSources(new PropertiesConfigSource(properties, "test", 100))
                        .build();
        try {
            return new Models(config.getConfigMapping(ExecutorConfig.class)).of(new Echoes());
        } catch (Models.NoModelException e) {
            throw new AssertionError(e);
        }
    }

    private static ResponseDefinitionBuilder stream(String... chunks) {
        return aResponse()
                .withHeader("Content-Type", "text/event-stream")
                .withBody(String.join("", chunks) + "data: [DONE]\n\n");
    }

    private static String text(String text) {
        return chunk("{\"content\":\"%s\"}".formatted(text), "null");
    }

    private static String toolCall(String id, String name, String arguments) {
        return toolCall(0, id, name, arguments);
    }

    private static String toolCall(int index, String name) {
        return toolCall(index, "call_" + index, name, "{}");
    }

    private static String toolCall(int index, String id, String name, String arguments) {
        return chunk(
                """
                {"tool_calls":[{"index":%d,"id":"%s","type":"function",\
                "function":{"name":"%s","arguments":"%s"}}]}\
                """
                        .formatted(index, id, name, arguments),
                "null");
    }

    private static String end(String reason) {
        return chunk("{}", "\"" + reason + "\"")
                + "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
                + "\"completion_tokens\":3,\"total_tokens\":10}}\n\n";
    }

    private static String chunk(String delta, String finishReason) {
        return "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
                .formatted(delta, finishReason);
    }

    /** An agent with one tool and no script. */
    private static final class Echoes implements Agent {

        @Override
        public String name() {
            return "echoes";
        }

        @Override
        public String description() {
            return "echoes";
        }

        @Override
        public String prompt() {
            return "prompt";
        }

        @Override
        public List<Tool> tools() {
            return List.of(
                    new Tool(
                            ToolSpecification.builder().name("echo").build(),
                            true,
                            Duration.ofSeconds(5),
                            (arguments, invocation) -> arguments),
                    new Tool(
                            ToolSpecification.builder().name("hang").build(),
                            true,
                            null,
                            (arguments, invocation) -> {
                                new CountDownLatch(1).await();
                                return "";
                            }));
        }
    }
}
