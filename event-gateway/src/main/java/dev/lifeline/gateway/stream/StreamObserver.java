package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.log.Reading;

/** Hears of what streams do, for measurements. Called from many threads. */
public interface StreamObserver {

    void delivered(Reading.Event event, boolean live);

    /** A stream has begun after its client's cursor; what follows that was in memory, or not. */
    void resumed(boolean fromRing);

    /** A live stream was too slow for the ring and reads the log again. */
    void fellBack();

    void gap(GapReason reason);
}
