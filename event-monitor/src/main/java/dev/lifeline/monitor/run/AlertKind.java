package dev.lifeline.monitor.run;

/** What an alert can be about. */
enum AlertKind {
    NO_PROGRESS("no_progress"),
    NO_FIRST_EVENT("no_first_event"),
    TOOL_NEVER_COMPLETED("tool_never_completed"),
    DEADLINE_PASSED("deadline_passed"),
    SEQUENCE_HOLE("sequence_hole"),
    COMPLETED_WITHOUT_START("completed_without_start"),
    EVENT_AFTER_END("event_after_end");

    private final String text;

    AlertKind(String text) {
        this.text = text;
    }

    /** The kind as the contract writes it. */
    String text() {
        return text;
    }
}
