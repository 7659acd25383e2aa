package dev.lifeline.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** All events of one run, in the order in which its user saw them, found to be whole. */
public record CompleteRun(List<JsonNode> events) {

    /** Fails unless the events are numbered without hole or repeat, begin, end and pair up. */
    public CompleteRun {
        events = List.copyOf(events);
        assertThat(events).as("events").isNotEmpty();
        var numbers = events.stream().map(e -> e.required("sequence").asLong()).toList();
        assertThat(numbers)
                .as("sequence: none missed, none repeated")
                .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events)
                .allSatisfy(e ->
                        assertThat(e.required("id").asText())
                                .isEqualTo(
                                        e.required("runId").asText()
                                                + ":"
                                                + e.required("sequence").asLong()));
        assertThat(type(events.getFirst())).isEqualTo("agent_started");
        assertThat(type(events.getLast())).isEqualTo("agent_completed");
        requireToolsPaired(events);
    }

    public String runId() {
        return events.getFirst().required("runId").asText();
    }

    public List<String> types() {
        return events.stream().map(CompleteRun::type).toList();
    }

    public List<JsonNode> ofType(String type) {
        return events.stream().filter(e -> type(e).equals(type)).toList();
    }

    public String outcome() {
        return events.getLast().required("data").required("outcome").asText();
    }

    private static void requireToolsPaired(List<JsonNode> events) {
        var open = new ArrayList<String>();
        var closed = new ArrayList<String>();
        for (JsonNode event : events) {
            String call = event.required("data").path("toolCallId").asText();
            switch (type(event)) {
                case "tool_executing" -> {
                    assertThat(closed).as("tools that were called already").doesNotContain(call);
                    open.add(call);
                }
                case "tool_completed" -> {
                    assertThat(open).as("tools that are running").contains(call);
                    open.remove(call);
                    closed.add(call);
                }
                default -> {}
            }
        }
        assertThat(open).as("tools that never completed").isEmpty();
    }

    private static String type(JsonNode event) {
        return event.required("type").asText();
    }
}
