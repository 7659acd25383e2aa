package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.avro.OwnerControl;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonRenditionTest {

    private final JsonRendition json = new JsonRendition();

    @Test
    void anEventIsItsEnvelopeThenItsData() {
        var event = Samples.toolExecuting("{\"expression\":\"2+2\"}");

        assertThat(new String(json.render(event), UTF_8))
                .isEqualTo(
                        """
                        {"id":"%1$s:4","type":"tool_executing","runId":"%1$s","sequence":4,"attempt":1,\
                        "tenantId":"default","userId":"alice","threadId":"%1$s","parentRunId":null,\
                        "previousRunId":null,"agent":"researcher","executorId":"executor-1","ownerEpoch":3,\
                        "occurredAt":"2026-11-23T07:40:12.345678Z","traceparent":null,\
                        "data":{"step":1,"toolCallId":"call_1","toolName":"calculator",\
                        "arguments":{"expression":"2+2"}}}\
                        """
                                .formatted(Samples.RUN));
    }

    @Test
    void argumentsThatAreNotJsonAreAString() {
        assertThat(rendered("{\"a\":")).contains("\"arguments\":\"{\\\"a\\\":\"");
        assertThat(rendered("{} {}")).contains("\"arguments\":\"{} {}\"");
        assertThat(rendered("")).contains("\"arguments\":\"\"");
    }

    @Test
    void argumentsStayOnOneLineAndKeepTheirNumbers() {
        assertThat(rendered("{\n \"a\": 1.10,\n \"b\": 12345678901234567890\n}"))
                .contains("\"arguments\":{\"a\":1.10,\"b\":12345678901234567890}");
    }

    @Test
    void whatWasCutIsAStringAndSaysItsFullSize() {
        var event = Samples.toolExecuting("[1,2]");
        event.setTruncated(Map.of("arguments", 70_000L));

        assertThat(new String(json.render(event), UTF_8))
                .endsWith("\"arguments\":\"[1,2]\",\"truncated\":{\"arguments\":70000}}}");
    }

    @Test
    void otherRecordsHaveAllTheirFields() {
        var control = new OwnerControl("executor-1", 3L, 0, null);

        assertThat(new String(json.render(control), UTF_8))
                .isEqualTo(
                        "{\"executorId\":\"executor-1\",\"ownerEpoch\":3,\"openRuns\":0,\"oldestOpenOffset\":null}");
    }

    private String rendered(String arguments) {
        return new String(json.render(Samples.toolExecuting(arguments)), UTF_8);
    }
}
