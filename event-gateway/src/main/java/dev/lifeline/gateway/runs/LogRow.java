package dev.lifeline.gateway.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.ErrorDetail;
import dev.lifeline.schemas.avro.OpenTool;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.avro.Usage;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's row put together from the log, for the time until the monitor has written it: what the
 * command and the events say, and nothing that would have to be counted or judged.
 */
final class LogRow {

    private static final String QUEUED = "QUEUED";
    private static final String OPEN = "OPEN";
    private static final String ENDED = "ENDED";

    private final RunStatus row;
    private final Map<String, OpenTool> openTools = new LinkedHashMap<>();

    private LogRow(RunStatus row) {
        this.row = row;
    }

    /** Of a run of which only the id is known yet. */
    static LogRow of(UserKey user, RunId run, int partition) {
        return new LogRow(
                RunStatus.newBuilder()
                        .setRunId(run.text())
                        .setTenantId(user.tenantId())
                        .setUserId(user.userId())
                        .setAgent("")
                        .setThreadId(run.text())
                        .setState(QUEUED)
                        .setPartition(partition)
                        .build());
    }

    void take(StartRun command) {
        row.setAgent(command.getAgent());
        row.setThreadId(command.getThreadId());
        row.setAcceptedAt(command.getAcceptedAt());
        row.setDeadline(deadline(command));
    }

    /** Takes the next event of the run, which stands at that offset. */
    void take(Reading.Event event, long offset) {
        var json = EventFields.of(event);
        var data = json.path("data");
        takeEnvelope(event, json);
        row.setLastOffset(offset);
        if (row.getFirstOffset() == null) {
            row.setFirstOffset(offset);
        }
        row.setStep(data.path("step").asInt(row.getStep()));
        switch (event.type()) {
            case EventTypes.AGENT_STARTED -> begin(event, data);
            case EventTypes.TOOL_EXECUTING -> openTool(event, data);
            case EventTypes.TOOL_COMPLETED -> openTools.remove(data.path("toolCallId").asText());
            case EventTypes.AGENT_COMPLETED -> end(event, data);
            default -> {
                // Says nothing that a row holds beside the envelope.
            }
        }
    }

    boolean hasEnded() {
        return row.getState().equals(ENDED);
    }

    RunStatus status() {
        row.setOpenTools(List.copyOf(openTools.values()));
        return row;
    }

    private void takeEnvelope(Reading.Event event, JsonNode json) {
        row.setState(OPEN);
        row.setAgent(json.path("agent").asText());
        row.setThreadId(json.path("threadId").asText());
        row.setAttempt(json.path("attempt").asInt());
        row.setExecutorId(json.path("executorId").textValue());
        row.setLastEventAt(event.occurredAt());
        row.setLastSequence(event.sequence());
        row.setLastType(event.type());
    }

    private void begin(Reading.Event event, JsonNode data) {
        row.setStartedAt(event.occurredAt());
        if (data.path("deadline").isTextual()) {
            row.setDeadline(Instant.parse(data.path("deadline").textValue()));
        }
    }

    private void openTool(Reading.Event event, JsonNode data) {
        var id = data.path("toolCallId").asText();
        openTools.put(id, new OpenTool(id, data.path("toolName").asText(), event.occurredAt()));
    }

    private void end(Reading.Event event, JsonNode data) {
        row.setState(ENDED);
        row.setEndedAt(event.occurredAt());
        row.setOutcome(data.path("outcome").textValue());
        row.setUsage(usage(data.path("usage")));
        var error = data.path("error");
        row.setError(
                error.isObject()
                        ? new ErrorDetail(
                                error.path("code").asText(), error.path("message").asText())
                        : null);
    }

    private static Usage usage(JsonNode usage) {
        return new Usage(
                usage.path("inputTokens").asLong(),
                usage.path("outputTokens").asLong(),
                usage.path("modelCalls").asInt(),
                usage.path("toolCalls").asInt());
    }

    /** Null where the agent's default holds, which the executor knows. */
    private static @Nullable Instant deadline(StartRun command) {
        var deadline = command.getDeadline();
        try {
            return deadline == null ? null : command.getAcceptedAt().plus(Duration.parse(deadline));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
