package dev.lifeline.monitor.run;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ErrorDetail;
import dev.lifeline.schemas.avro.OpenTool;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.avro.Usage;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a run's row of the run table from its command and its events. */
final class RunRow {

    // A row must always fit into a record, whatever a model thought up.
    private static final int MAX_NAME = 256;
    private static final int MAX_MESSAGE = 4096;
    private static final int MAX_OPEN_TOOLS = 100;

    private RunRow() {}

    /** The row of a run that was accepted and has not begun. */
    static RunStatus queued(StartRun command, int partition) {
        return RunStatus.newBuilder()
                .setRunId(command.getRunId())
                .setTenantId(command.getTenantId())
                .setUserId(command.getUserId())
                .setAgent(cut(command.getAgent(), MAX_NAME))
                .setThreadId(cut(command.getThreadId(), MAX_NAME))
                .setState(TrackedRun.QUEUED)
                .setAcceptedAt(command.getAcceptedAt())
                .setDeadline(deadline(command))
                .setPartition(partition)
                .build();
    }

    /** The row of a run whose command was read after its first event. */
    static RunStatus accepted(RunStatus row, StartRun command) {
        var accepted = Copies.of(row);
        accepted.setAcceptedAt(command.getAcceptedAt());
        return accepted;
    }

    /** The row of a run that is heard of by an event, before that event is applied. */
    static RunStatus first(AgentEvent event, LogPosition position) {
        return RunStatus.newBuilder()
                .setRunId(event.getRunId())
                .setTenantId(event.getTenantId())
                .setUserId(event.getUserId())
                .setAgent(cut(event.getAgent(), MAX_NAME))
                .setThreadId(cut(event.getThreadId(), MAX_NAME))
                .setState(TrackedRun.OPEN)
                .setPartition(position.partition())
                .build();
    }

    /** The row after that event. */
    static RunStatus next(RunStatus row, AgentEvent event, LogPosition position) {
        var next = Copies.of(row);
        next.setState(TrackedRun.OPEN);
        next.setLastEventAt(event.getOccurredAt());
        next.setLastSequence(event.getSequence());
        next.setLastType(cut(event.getType(), MAX_NAME));
        next.setStep(step(event, row.getStep()));
        next.setAttempt(event.getAttempt());
        next.setExecutorId(cut(event.getExecutorId(), MAX_NAME));
        next.setUsage(usage(row.getUsage(), event));
        next.setOpenTools(openTools(row.getOpenTools(), event));
        next.setLastOffset(position.offset());
        if (row.getFirstOffset() == null) {
            next.setFirstOffset(position.offset());
        }
        begin(next, event);
        end(next, event);
        return next;
    }

    private static void begin(RunStatus next, AgentEvent event) {
        var started = event.getStarted();
        if (started != null) {
            next.setStartedAt(event.getOccurredAt());
            next.setDeadline(started.getDeadline());
        }
    }

    private static void end(RunStatus next, AgentEvent event) {
        if (!event.getType().equals(EventTypes.AGENT_COMPLETED)) {
            return;
        }
        next.setState(TrackedRun.ENDED);
        next.setEndedAt(event.getOccurredAt());
        var completed = event.getCompleted();
        if (completed != null) {
            next.setOutcome(cut(completed.getOutcome(), MAX_NAME));
            next.setError(bounded(completed.getError()));
            next.setUsage(completed.getUsage());
        }
    }

    private static @Nullable Instant deadline(StartRun command) {
        if (command.getDeadline() == null) {
            return null;
        }
        try {
            return command.getAcceptedAt().plus(Duration.parse(command.getDeadline()));
        } catch (DateTimeException | ArithmeticException e) {
            // The executor refuses such a command; until then the run has no known deadline.
            return null;
        }
    }

    private static int step(AgentEvent event, int before) {
        if (event.getThinking() != null) {
            return event.getThinking().getStep();
        }
        if (event.getMessage() != null) {
            return event.getMessage().getStep();
        }
        if (event.getTurn() != null) {
            return event.getTurn().getStep();
        }
        if (event.getToolCall() != null) {
            return event.getToolCall().getStep();
        }
        return event.getToolResult() == null ? before : event.getToolResult().getStep();
    }

    private static Usage usage(@Nullable Usage before, AgentEvent event) {
        var usage = before == null ? new Usage(0L, 0L, 0, 0) : before;
        if (event.getTurn() != null) {
            var turn = event.getTurn().getUsage();
            return new Usage(
                    usage.getInputTokens() + turn.getInputTokens(),
                    usage.getOutputTokens() + turn.getOutputTokens(),
                    usage.getModelCalls() + 1,
                    usage.getToolCalls());
        }
        if (event.getToolCall() != null) {
            return new Usage(
                    usage.getInputTokens(),
                    usage.getOutputTokens(),
                    usage.getModelCalls(),
                    usage.getToolCalls() + 1);
        }
        return usage;
    }

    private static List<OpenTool> openTools(List<OpenTool> before, AgentEvent event) {
        var open = new ArrayList<>(before);
        var call = event.getToolCall();
        if (call != null && open.size() < MAX_OPEN_TOOLS) {
            open.add(
                    new OpenTool(
                            cut(call.getToolCallId(), MAX_NAME),
                            cut(call.getToolName(), MAX_NAME),
                            event.getOccurredAt()));
        }
        var result = event.getToolResult();
        if (result != null) {
            var id = cut(result.getToolCallId(), MAX_NAME);
            open.removeIf(tool -> tool.getToolCallId().equals(id));
        }
        return open;
    }

    private static @Nullable ErrorDetail bounded(@Nullable ErrorDetail error) {
        return error == null
                ? null
                : new ErrorDetail(
                        cut(error.getCode(), MAX_NAME), cut(error.getMessage(), MAX_MESSAGE));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
