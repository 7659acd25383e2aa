package dev.lifeline.cli.stack;

/** Whether a service takes work, by its own account. */
sealed interface Readiness {

    record Ready() implements Readiness {}

    record NotReady(String reason) implements Readiness {}
}
