package dev.lifeline.executor.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts how often no commands were read, and why. Used by the intake's thread. */
final class Pauses {

    private static final String NAME = "lifeline.intake.pauses";

    private final Counter forRoom;
    private final Counter forTenant;
    private boolean hadRoom = true;

    Pauses(MeterRegistry registry) {
        forRoom = registry.counter(NAME, "reason", "room");
        forTenant = registry.counter(NAME, "reason", "tenant");
    }

    /** Whether one more run may wait, whenever that is asked. */
    boolean room(boolean hasRoom) {
        if (hadRoom && !hasRoom) {
            forRoom.increment();
        }
        hadRoom = hasRoom;
        return hasRoom;
    }

    /** A partition rests for a tenant. */
    void tenant() {
        forTenant.increment();
    }
}
