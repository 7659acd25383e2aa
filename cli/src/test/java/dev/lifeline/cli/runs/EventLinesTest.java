package dev.lifeline.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.cli.stream.StreamedEvent;
import dev.lifeline.cli.terminal.Terminal;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** An event is shown in one line that a terminal cannot be fooled with. */
class EventLinesTest {

    private final EventLines lines =
            new EventLines(new Terminal(System.out, System.err, false), ZoneOffset.UTC);

    @Test
    void a_tool_call_shows_tool_and_arguments() throws Exception {
        assertThat(line("tool_executing", "{'toolName':'calculator','arguments':{'e':'2+2'}}"))
                .isEqualTo("07:40:12.345    4  tool_executing   calculator {\"e\":\"2+2\"}");
    }

    @Test
    void a_failed_tool_shows_the_error() throws Exception {
        assertThat(
                        line(
                                "tool_completed",
                                "{'toolName':'t','status':'ERROR','error':{'message':'no such file'}}"))
                .endsWith("t ERROR no such file");
    }

    @Test
    void control_characters_never_reach_the_terminal() throws Exception {
        assertThat(line("message_delta", "{'delta':'a\\u001b[2Jb\\nc'}")).endsWith("a [2Jb c");
    }

    @Test
    void a_type_of_a_later_version_is_shown_as_it_is() throws Exception {
        assertThat(line("agent_resting", "{'for':'1s'}")).endsWith("{\"for\":\"1s\"}");
    }

    private String line(String type, String data) throws JsonProcessingException {
        var json = new ObjectMapper().readTree(data.replace('\'', '"'));
        var at = Instant.parse("2026-11-23T07:40:12.345678Z");
        return lines.line(new StreamedEvent("run", 4, type, "researcher", at, json));
    }
}
