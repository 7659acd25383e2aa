package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.consumers.EventSourceClient;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.OtherGateway;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Tool;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Server-sent events, as a client that others have written follows them. */
@Needs(Tool.NPM)
@ExtendWith(SharedStack.class)
class EventSourceIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ProcessStack stack;

    EventSourceIT(ProcessStack stack) {
        this.stack = stack;
    }

    @Test
    void a_killed_gateway_costs_no_event_and_another_goes_on() {
        var messages = followFromOneGatewayToAnother(OtherGateway::kill);

        assertThat(messages).noneMatch(m -> m.required("kind").asText().equals("goaway"));
    }

    @Test
    void a_gateway_that_is_stopped_says_so_and_another_goes_on() {
        var messages = followFromOneGatewayToAnother(OtherGateway::close);

        assertThat(messages).anyMatch(m -> m.required("kind").asText().equals("goaway"));
    }

    private List<JsonNode> followFromOneGatewayToAnother(Consumer<OtherGateway> end) {
        // given
        var token = stack.token("source-" + UUID.randomUUID());
        var api = new Api(stack.gateway(), token);
        try (var first = stack.otherGateway();
                var client =
                        EventSourceClient.follow(
                                token, "/v1/events", List.of(first.uri(), stack.gateway()))) {
            client.await("caught_up");
            var run = api.start("researcher", "Why do geese fly in a V?");
            await("the run is at work")
                    .atMost(LIMIT)
                    .until(() -> types(client).contains("tool_executing"));

            // when
            end.accept(first);

            // then
            client.awaitExit();
            var whole = new CompleteRun(events(client).toList());
            assertThat(whole.runId()).isEqualTo(run.runId());
            assertThat(whole.outcome()).isEqualTo("SUCCEEDED");
            return client.messages();
        }
    }

    private static List<String> types(EventSourceClient client) {
        return events(client).map(e -> e.required("type").asText()).toList();
    }

    private static Stream<JsonNode> events(EventSourceClient client) {
        return client.messages().stream()
                .map(message -> message.required("frame"))
                .flatMap(frame ->
                        frame.has("event")
                                ? Stream.of(frame.required("event"))
                                : frame.path("events").valueStream());
    }
}
