package dev.lifeline.monitor.backfill;

import java.time.Instant;
import java.util.Optional;

/**
 * What part of the log is to be judged anew.
 *
 * @param from broker time of the first record that is read
 * @param to broker time before which reading ends; everything that was there at the start if empty
 * @param name what the topics' names end in
 */
record Request(Instant from, Optional<Instant> to, String name) {

    /** Where that is written which otherwise goes to the topic. */
    String topic(String original) {
        return original + "." + name;
    }
}
