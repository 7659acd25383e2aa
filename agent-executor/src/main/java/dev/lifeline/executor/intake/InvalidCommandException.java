package dev.lifeline.executor.intake;

/** A command can be decoded but makes no sense; the message says why. */
final class InvalidCommandException extends Exception {

    InvalidCommandException(String message) {
        super(message);
    }
}
