package dev.lifeline.cli.stream;

/** What a client does about a close code. */
enum CloseVerdict {
    COMPLETED,
    RECONNECT,
    REJECTED;

    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int ABNORMAL = 1006;
    private static final int INTERNAL_ERROR = 1011;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final int NOT_AUTHENTICATED = 4001;
    private static final int FIRST_TRANSIENT = 4100;
    private static final int LAST_TRANSIENT = 4199;

    /**
     * @param welcomed whether this connection had been accepted: a token that was good then has
     *     merely expired, and the next connection brings a fresh one
     */
    static CloseVerdict of(int code, boolean welcomed) {
        if (code == NORMAL) {
            return COMPLETED;
        }
        boolean transientFault =
                code == GOING_AWAY
                        || code == ABNORMAL
                        || (code >= INTERNAL_ERROR && code <= TRY_AGAIN_LATER)
                        || (code >= FIRST_TRANSIENT && code <= LAST_TRANSIENT);
        boolean expired = code == NOT_AUTHENTICATED && welcomed;
        return transientFault || expired ? RECONNECT : REJECTED;
    }
}
