package dev.lifeline.gateway.web;

import java.time.Duration;
import java.time.Instant;

/** An open stream, as its gateway looks after it. Called from any thread. */
interface Connection {

    /** Sees to what is due: a heartbeat, the end of an expired token. */
    void tick(Instant now);

    /** Ends it because the gateway shuts down: tells it now, closes after the delay. */
    void goAway(Duration delay);
}
