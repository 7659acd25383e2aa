package dev.lifeline.gateway.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeline.gateway.problem.Problem;
import dev.lifeline.gateway.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunRequestReaderTest {

    /** A run id of 2024-01-01T00:00:00Z. */
    private static final String RUN_ID = "018cc251-f400-7000-8000-000000000001";

    private static final Instant NOW = Instant.parse("2024-01-01T00:01:00Z");

    private final RunRequestReader reader =
            new RunRequestReader(
                    new RunRequestReader.Limits(
                            64 * 1024, Duration.ofMinutes(15), Duration.ofMinutes(5)),
                    InstantSource.fixed(NOW));

    @Test
    void readsAllFields() {
        var request =
                read(
                        """
                        {"agent":"researcher","input":"why?","runId":"%s","threadId":"t1",
                         "previousRunId":"%s","deadline":"PT2M"}\
                        """
                                .formatted(RUN_ID, RUN_ID));

        assertThat(request.agent()).isEqualTo("researcher");
        assertThat(request.input()).isEqualTo("why?");
        assertThat(request.runId()).hasToString(RUN_ID);
        assertThat(request.threadId()).isEqualTo("t1");
        assertThat(request.previousRunId()).hasToString(RUN_ID);
        assertThat(request.deadline()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void allButAgentAndInputMayBeAbsentOrNull() {
        var request = read("{\"agent\":\"a\",\"input\":\"\",\"runId\":null}");

        assertThat(request).isEqualTo(new RunRequest("a", "", null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{",
                "{\"agent\":\"a\",\"input\":\"b\"} x",
                "{\"agent\":NaN}"
            })
    void whatIsNotJsonIsRefused(String body) {
        assertThat(refusal(body).type()).isEqualTo("not-json");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] body = "{\"agent\":\"a\",\"input\":\"??\"}".getBytes(UTF_8);
        body[body.length - 4] = (byte) 0xC3;
        body[body.length - 3] = (byte) 0x28;

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> reader.read(body))
                .satisfies(e -> assertThat(e.problem().type()).isEqualTo("not-json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|wrong-type",
                "\"text\"|wrong-type",
                "{\"input\":\"b\"}|missing-field",
                "{\"agent\":\"a\"}|missing-field",
                "{\"agent\":null,\"input\":\"b\"}|missing-field",
                "{\"agent\":1,\"input\":\"b\"}|wrong-type",
                "{\"agent\":\"a\",\"input\":[\"b\"]}|wrong-type",
                "{\"agent\":\"a\",\"input\":{\"b\":1}}|wrong-type",
                "{\"agent\":\"a\",\"input\":true}|wrong-type",
                "{\"agent\":\"a\",\"input\":\"b\",\"model\":\"x\"}|unknown-field",
                "{\"agent\":\"a\",\"agent\":\"b\",\"input\":\"b\"}|not-json",
                "{\"agent\":\"\",\"input\":\"b\"}|bad-agent",
                "{\"agent\":\"a\",\"input\":\"b\",\"threadId\":\"\"}|bad-thread-id",
                "{\"agent\":\"a\",\"input\":\"b\",\"runId\":\"x\"}|bad-run-id",
                "{\"agent\":\"a\",\"input\":\"b\",\"previousRunId\":\"x\"}|bad-run-id",
                "{\"agent\":\"a\",\"input\":\"b\",\"deadline\":\"soon\"}|bad-deadline",
                "{\"agent\":\"a\",\"input\":\"b\",\"deadline\":\"PT0S\"}|bad-deadline",
                "{\"agent\":\"a\",\"input\":\"b\",\"deadline\":\"-PT1S\"}|bad-deadline",
                "{\"agent\":\"a\",\"input\":\"b\",\"deadline\":\"PT15M1S\"}|bad-deadline",
                "{\"agent\":\"a\",\"input\":\"b\",\"deadline\":60}|wrong-type",
            })
    void whatDoesNotFitIsRefusedByName(String body, String type) {
        var problem = refusal(body);

        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "018cc0e6-f400-7000-8000-000000000001",
                "019cc251-f400-7000-8000-000000000001",
                "018CC251-F400-7000-8000-000000000001",
                "018cc251-f400-4000-8000-000000000001"
            })
    void runIdsThatAreNotFreshUuidsOfVersionSevenAreRefused(String runId) {
        var body = "{\"agent\":\"a\",\"input\":\"b\",\"runId\":\"%s\"}".formatted(runId);

        assertThat(refusal(body).type()).isEqualTo("bad-run-id");
    }

    @Test
    void inputOf64KibPassesAndOneByteMoreDoesNot() {
        var longest = "{\"agent\":\"a\",\"input\":\"%s\"}".formatted("x".repeat(64 * 1024));
        var longer = "{\"agent\":\"a\",\"input\":\"%sé\"}".formatted("x".repeat(64 * 1024 - 1));

        assertThat(read(longest).input()).hasSize(64 * 1024);
        assertThat(refusal(longer).status()).isEqualTo(413);
    }

    @Test
    void controlCharactersAndPairsOfSurrogatesArePassedOnIntact() {
        var request =
                read("{\"agent\":\"a\",\"input\":\"\\u0001\\t\\u001b[31m \\ud83d\\ude00\\u202e\"}");

        assertThat(request.input()).isEqualTo("\u0001\t\u001b[31m \ud83d\ude00\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83dx"})
    void textThatCannotBeCarriedIntactIsRefused(String escape) {
        var body = "{\"agent\":\"a\",\"input\":\"x%s\"}".formatted(escape);

        var problem = refusal(body);

        assertThat(problem.type()).isEqualTo("bad-text");
        assertThat(problem.detail()).contains("position 1");
    }

    private RunRequest read(String body) {
        return reader.read(body.getBytes(UTF_8));
    }

    private Problem refusal(String body) {
        try {
            var request = read(body);
            throw new AssertionError("accepted: " + request);
        } catch (RefusedException e) {
            return e.problem();
        }
    }
}
