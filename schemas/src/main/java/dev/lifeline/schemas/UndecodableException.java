package dev.lifeline.schemas;

/** A record's value is not one of the contract's records; the message says why. */
public final class UndecodableException extends Exception {

    UndecodableException(String message) {
        super(message);
    }

    UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
