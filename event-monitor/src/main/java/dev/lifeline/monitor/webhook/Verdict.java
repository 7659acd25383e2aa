package dev.lifeline.monitor.webhook;

import java.time.Duration;

/** What became of a request. */
sealed interface Verdict {

    /** The receiver has it. */
    record Accepted() implements Verdict {}

    /** The receiver will never take it: another attempt would end the same. */
    record Refused(int status) implements Verdict {}

    /**
     * It has to be sent again.
     *
     * @param notWithin how long the receiver wants to be left alone
     */
    record Later(String reason, Duration notWithin) implements Verdict {}
}
