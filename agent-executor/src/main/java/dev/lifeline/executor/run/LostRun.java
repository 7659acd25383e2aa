package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.TOOL_COMPLETED;

import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.schemas.avro.ToolCall;
import dev.lifeline.schemas.avro.ToolResult;

/** The little that is left to do for a run that cannot go on here: its open tools are closed. */
final class LostRun {

    private final OpenRun open;
    private final Ending ending;
    private final RunJournal journal;
    private final RunUsage usage;
    private final RunSpan span;

    LostRun(OpenRun open, Ending ending, RunJournal journal, RunUsage usage, RunSpan span) {
        this.open = open;
        this.ending = ending;
        this.journal = journal;
        this.usage = usage;
        this.span = span;
    }

    /** Closes the open tools, counts what the run has consumed, and says why it ends. */
    Ending close() {
        open.turns().forEach(turn -> usage.add(turn.getTurn().getUsage()));
        usage.toolsCalled(open.results().size() + open.openTools().size());
        open.openTools().forEach(this::closeTool);
        return ending;
    }

    private void closeTool(ToolCall tool) {
        var _ =
                span.tool(
                        tool.getToolName(),
                        tool.getToolCallId(),
                        toolSpan -> {
                            var outcome = outcome();
                            journal.announce(
                                    TOOL_COMPLETED,
                                    event ->
                                            event.setTraceparent(toolSpan.traceparent())
                                                    .setToolResult(section(tool, outcome)));
                            return outcome;
                        });
    }

    private ToolOutcome outcome() {
        return ending instanceof Ending.Lost ? ToolOutcome.lost() : ToolOutcome.stopped(ending);
    }

    private static ToolResult section(ToolCall tool, ToolOutcome outcome) {
        return ToolResult.newBuilder()
                .setStep(tool.getStep())
                .setToolCallId(tool.getToolCallId())
                .setToolName(tool.getToolName())
                .setStatus(outcome.status())
                .setError(outcome.error())
                .setDurationMs(0)
                .build();
    }
}
