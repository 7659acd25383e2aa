package dev.lifeline.gateway.web;

import java.time.Duration;
import java.time.Instant;

/**
 * Judges whether a client is still there. Whoever is has to give a sign now and then: a frame, a
 * pong, or room for more where there was none. Written bytes are no sign: the network takes them
 * for a client that has vanished too, until its buffers are full. Confined to the event loop.
 */
final class ClientWatch {

    /** What to do about a client's silence. */
    enum Verdict {
        PRESENT,
        ASK,
        GONE
    }

    private final Duration longestSilence;
    private Instant signAt;
    private Instant askedAt;

    ClientWatch(Duration longestSilence, Instant now) {
        this.longestSilence = longestSilence;
        this.signAt = now;
        this.askedAt = now;
    }

    void sign(Instant now) {
        signAt = now;
    }

    Verdict judge(Instant now) {
        if (!now.isBefore(signAt.plus(longestSilence))) {
            return Verdict.GONE;
        }
        var patience = longestSilence.dividedBy(2);
        if (now.isBefore(signAt.plus(patience)) || now.isBefore(askedAt.plus(patience))) {
            return Verdict.PRESENT;
        }
        askedAt = now;
        return Verdict.ASK;
    }
}
