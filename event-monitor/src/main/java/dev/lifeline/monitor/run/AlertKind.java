package dev.lifeline.monitor.run;

/** What an alert can be about. */
enum AlertKind {
    NO_PROGRESS("no_progress", true),
    DEADLINE_PASSED("deadline_passed", false);

    private final String text;
    private final boolean endsWithProgress;

    AlertKind(String text, boolean endsWithProgress) {
        this.text = text;
        this.endsWithProgress = endsWithProgress;
    }

    /** The kind as the contract writes it. */
    String text() {
        return text;
    }

    /** Whether any later event of the run resolves the alert; otherwise only the run's end does. */
    static boolean endsWithProgress(String kind) {
        for (var known : values()) {
            if (known.text.equals(kind)) {
                return known.endsWithProgress;
            }
        }
        return false;
    }
}
