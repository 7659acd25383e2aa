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
        return RunStatus.newBuilder(row).setAcceptedAt(command.getAcceptedAt()).build();
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
        var next = RunStatus.newBuilder(row);
        next.setState(TrackedRun.OPEN)
                .setLastEventAt(event.getOccurredAt())
                .setLastSequence(event.getSequence())
                .setLastType(cut(event.getType(), MAX_NAME))
                .setStep(step(event, row.getStep()))
                .setAttempt(event.getAttempt())
                .setExecutorId(cut(event.getExecutorId(), MAX_NAME))
                .setUsage(usage(row.getUsage(), event))
                .setOpenTools(openTools(row.getOpenTools(), event))
                .setLastOffset(position.offset());
        if (row.getFirstOffset() == null) {
            next.setFirstOffset(position.offset());
        }
        var started = event.getStarted();
        if (started != null) {
            next.setStartedAt(event.getOccurredAt()).setDeadline(started.getDeadline());
        }
        if (event.getType().equals(EventTypes.AGENT_COMPLETED)) {
            end(next, event);
        }
        return next.build();
    }

    private static void end(RunStatus.Builder next, AgentEvent event) {
        next.setState(TrackedRun.ENDED).setEndedAt(event.getOccurredAt());
        var completed = event.getCompleted();
        if (completed != null) {
            next.setOutcome(cut(completed.getOutcome(), MAX_NAME))
                    .setError(bounded(completed.getError()))
                    .setUsage(completed.getUsage());
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
            return Usage.newBuilder(usage).setToolCalls(usage.getToolCalls() + 1).build();
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
