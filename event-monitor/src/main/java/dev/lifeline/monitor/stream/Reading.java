package dev.lifeline.monitor.stream;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;

/** What a record of {@code agent.events} turned out to be. */
sealed interface Reading {

    /** A step of a run. */
    record Event(AgentEvent event) implements Reading {}

    /** An executor takes the partition. */
    record Owner(OwnerControl control) implements Reading {}

    /** An executor says that it still has the partition. */
    record Beat(OwnerControl control) implements Reading {}

    /** Nothing that this release can read, and why. */
    record Unreadable(String reason) implements Reading {}
}
