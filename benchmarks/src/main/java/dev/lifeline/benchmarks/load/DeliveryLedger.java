package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.UserKey;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds what one user is shown, on all connections one after the other, against what is promised:
 * the user's own events only, each once, in sequence, and one run after the other as they were
 * written. Filled by one thread at a time.
 */
final class DeliveryLedger {

    private final UserKey user;
    private final Faults faults;
    private final AtomicLong shown = new AtomicLong();
    private String run = "";
    private long sequence;
    private boolean ended = true;

    DeliveryLedger(UserKey user, Faults faults) {
        this.user = user;
        this.faults = faults;
    }

    /** Takes what has been shown next. */
    void add(Shown event) {
        if (!event.userId().equals(user.userId()) || !event.tenantId().equals(user.tenantId())) {
            fault("was shown %s of %s/%s".formatted(event.id(), event.tenantId(), event.userId()));
        } else if (event.runId().compareTo(run) < 0) {
            fault("was shown %s after a later run's".formatted(event.id()));
        } else if (event.runId().equals(run)) {
            follow(event);
        } else {
            begin(event);
        }
    }

    private void begin(Shown event) {
        if (!ended) {
            fault("was shown %s before the end of %s, at %d".formatted(event.id(), run, sequence));
        }
        run = event.runId();
        sequence = 0;
        follow(event);
    }

    private void follow(Shown event) {
        if (event.sequence() <= sequence) {
            fault(
                    "was shown %s again, or too late: %d had been shown"
                            .formatted(event.id(), sequence));
            return;
        }
        if (event.sequence() != sequence + 1) {
            fault("was shown %s after %d".formatted(event.id(), sequence));
        }
        sequence = event.sequence();
        ended = event.type().equals(EventTypes.AGENT_COMPLETED);
        shown.incrementAndGet();
    }

    /** How many different events of the user's have been shown; from any thread. */
    long shown() {
        return shown.get();
    }

    /** Takes note that the user was told to have seen all, of which there are so many. */
    void claimComplete(long written) {
        if (shown() != written) {
            fault("was told to have seen all, with %d of %d events".formatted(shown(), written));
        }
    }

    /** Takes note of something else that should not be. */
    void fault(String what) {
        faults.add(user + " " + what);
    }
}
