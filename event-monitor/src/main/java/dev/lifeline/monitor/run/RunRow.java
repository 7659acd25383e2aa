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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a run's row of the run table from its command and its events. */
final class RunRow {

    // A row must always fit into a record, whatever a model thought up.
    private static final int MAX_NAME = 256;
    private static final int MAX_MESSAGE = 4096;

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

    /** The row after that event, which may be older than others that have been read. */
    static RunStatus after(
            TrackedRun run, AgentEvent event, LogPosition position, List<OpenTool> openTools) {
        var row = run.status();
        var next = Copies.of(row);
        if (!run.ended()) {
            next.setState(TrackedRun.OPEN);
            next.setUsage(usage(row.getUsage(), event));
        }
        if (event.getSequence() > row.getLastSequence()) {
            latest(next, event, position);
        }
        next.setStep(Math.max(row.getStep(), step(event)));
        next.setOpenTools(openTools);
        if (row.getFirstOffset() == null) {
            next.setFirstOffset(position.offset());
        }
        begin(next, event);
        end(next, event);
        return next;
    }

    private static void latest(RunStatus next, AgentEvent event, LogPosition position) {
        next.setLastEventAt(event.getOccurredAt());
        next.setLastSequence(event.getSequence());
        next.setLastType(cut(event.getType(), MAX_NAME));
        next.setAttempt(event.getAttempt());
        next.setExecutorId(cut(event.getExecutorId(), MAX_NAME));
        next.setLastOffset(position.offset());
    }

    private static void begin(RunStatus next, AgentEvent event) {
        var started = event.getStarted();
        if (started != null) {
            next.setStartedAt(event.getOccurredAt());
            next.setDeadline(started.getDeadline());
        }
    }

    private static void end(RunStatus next, AgentEvent event) {
        if (!event.getType().equals(EventTypes.AGENT_COMPLETED) || next.getEndedAt() != null) {
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

    private static int step(AgentEvent event) {
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
        return event.getToolResult() == null ? 0 : event.getToolResult().getStep();
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

    /** A name or an id as rows hold it. */
    static String name(String text) {
        return cut(text, MAX_NAME);
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
