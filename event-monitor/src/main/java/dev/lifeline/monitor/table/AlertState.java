package dev.lifeline.monitor.table;

import dev.lifeline.schemas.avro.Alert;

/** States of an alert that can be asked for. */
public enum AlertState {
    FIRING,
    RESOLVED;

    boolean matches(Alert alert) {
        return alert.getState().equals(name());
    }
}
