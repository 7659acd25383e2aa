package dev.lifeline.monitor;

/** What a receiver of alerts understands. */
public enum WebhookFormat {
    /** One alert, as the HTTP interface and {@code docs/schemas/alert.schema.json} have it. */
    LIFELINE,

    /** The list that version 2 of Alertmanager's API takes; firing alerts are repeated. */
    ALERTMANAGER
}
