package dev.lifeline.monitor.run;

/** What an alert can be about, and what an operator does then. */
enum AlertKind {
    NO_PROGRESS(
            "no_progress",
            "look at the open tool or model call of the run, and at the executor that has it; cancel the run if nobody waits for it any more"),
    NO_FIRST_EVENT(
            "no_first_event",
            "see whether a ready executor offers the agent and has room (lifeline_runs_waiting, lifeline_runs_parked)"),
    TOOL_NEVER_COMPLETED(
            "tool_never_completed",
            "look at what the tool calls; a tool that may take longer needs a tool-timeout of its own"),
    DEADLINE_PASSED(
            "deadline_passed",
            "see whether the executor that should have ended the run is alive and can write to Kafka"),
    SEQUENCE_HOLE(
            "sequence_hole",
            "keep the partition's records around the evidence, and find out what else writes to agent.events"),
    COMPLETED_WITHOUT_START(
            "completed_without_start",
            "keep the partition's records around the evidence, and find out what else writes to agent.events"),
    EVENT_AFTER_END(
            "event_after_end",
            "keep the partition's records around the evidence, and find out what else writes to agent.events");

    private final String text;
    private final String action;

    AlertKind(String text, String action) {
        this.text = text;
        this.action = action;
    }

    /** The kind as the contract writes it. */
    String text() {
        return text;
    }

    String action() {
        return action;
    }
}
