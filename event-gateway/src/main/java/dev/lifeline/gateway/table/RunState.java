package dev.lifeline.gateway.table;

/** Whether a run has ended. */
public enum RunState {
    /** Not ended, begun or not. */
    OPEN,
    ENDED;

    private static final String ENDED_IN_RECORDS = "ENDED";

    /** Of a run whose row says that state. */
    static RunState of(String state) {
        return state.equals(ENDED_IN_RECORDS) ? ENDED : OPEN;
    }
}
