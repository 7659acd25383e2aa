package dev.lifeline.e2e;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.stack.LoneServices;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.local.ReceivedSpan;
import dev.lifeline.local.TraceReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Traces, as a collector and the readers of events meet them. */
@ExtendWith(SharedStack.class)
class TracingIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ProcessStack stack;

    TracingIT(ProcessStack stack) {
        this.stack = stack;
    }

    @Test
    void one_trace_goes_from_the_call_over_the_run_to_the_frames_and_the_alert() {
        // given
        var user = new Api(stack.gateway(), stack.token("user-" + UUID.randomUUID()));
        var operator = new Api(stack.monitor(), stack.operatorToken());
        try (var stream = user.stream("").awaitWelcome()) {

            // when
            var run = user.start("stuck", "Wait.", "PT6S");
            var alert = awaitAlert(operator, run.runId());
            var events = stream.awaitEnd(run.runId());

            // then
            var traceId = traceparent(events.getFirst()).substring(3, 35);
            var trace = awaitTrace(traceId);
            var call = requireNonNull(trace.get("POST /v1/runs"));
            var sending = requireNonNull(trace.get("send agent.commands"));
            var running = requireNonNull(trace.get("invoke_agent stuck"));
            assertThat(call.parentId()).as("the call begins the trace").isEmpty();
            assertThat(sending.parentId()).isEqualTo(call.spanId());
            assertThat(running.parentId()).isEqualTo(sending.spanId());
            assertThat(running.attributes()).containsEntry("error.type", "deadline_exceeded");
            assertThat(trace.values())
                    .filteredOn(span -> span.name().matches("(chat|execute_tool) .*"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(span -> span.parentId().equals(running.spanId()));
            assertThat(trace.values().stream().map(ReceivedSpan::service).distinct())
                    .containsExactlyInAnyOrder("event-gateway", "agent-executor");
            assertThat(events)
                    .allSatisfy(event ->
                            assertThat(trace.values())
                                    .as("%s names a span of the trace", event)
                                    .anyMatch(s -> s.traceparent().equals(traceparent(event))));
            assertThat(traceparent(alert)).as("the run's span").isEqualTo(running.traceparent());
        }
    }

    @Test
    void the_operators_calls_are_spans_as_well() {
        assertThat(new Api(stack.monitor(), stack.operatorToken()).get("/v1/runs").status())
                .isEqualTo(200);

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(stack.spans())
                                .anyMatch(s ->
                                        s.service().equals("event-monitor")
                                                && s.kind().equals("SERVER")
                                                && s.name().equals("GET /v1/runs")));
    }

    @Test
    void without_a_collector_nothing_is_exported_and_nothing_said_about_it() {
        try (var unwanted = TraceReceiver.start()) {
            // given a collector where one would be by default, and none that was asked for
            var environment =
                    Map.of(
                            "OTEL_EXPORTER_OTLP_ENDPOINT", "",
                            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", unwanted.endpoint().toString(),
                            "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
            var services = LoneServices.start(environment);

            // when they are called, and end
            try (services) {
                assertThat(services.uris())
                        .allSatisfy(uri ->
                                assertThat(new Api(uri, null).get("/v1/runs").status())
                                        .isBetween(400, 499));
            }

            // then
            assertThat(ReceivedSpan.at(unwanted.traces())).isEmpty();
            assertThat(services.logLines())
                    .noneMatch(line -> line.matches("(?i).*(WARN|ERROR).*(otel|telemetry|otlp).*"));
        }
    }

    private Map<String, ReceivedSpan> awaitTrace(String traceId) {
        return await("the run's span")
                .atMost(LIMIT)
                .until(
                        () ->
                                stack.spans().stream()
                                        .filter(span -> span.traceId().equals(traceId))
                                        .collect(
                                                toMap(
                                                        ReceivedSpan::name,
                                                        Function.identity(),
                                                        (first, _) -> first)),
                        trace ->
                                trace.keySet()
                                        .containsAll(
                                                List.of("POST /v1/runs", "invoke_agent stuck")));
    }

    private static JsonNode awaitAlert(Api operator, String runId) {
        return await("an alert for run " + runId)
                .atMost(LIMIT)
                .until(
                        () ->
                                operator.get("/v1/alerts?state=firing")
                                        .json()
                                        .required("alerts")
                                        .valueStream()
                                        .filter(a -> a.path("runId").asText().equals(runId))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private static String traceparent(JsonNode node) {
        return node.required("traceparent").asText();
    }
}
