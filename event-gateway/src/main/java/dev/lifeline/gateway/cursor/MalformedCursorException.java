package dev.lifeline.gateway.cursor;

/** A text that is no cursor of ours; the message says what is wrong with it. */
public final class MalformedCursorException extends Exception {

    MalformedCursorException(String message) {
        super(message);
    }
}
