package dev.lifeline.gateway.stream;

/** The cursor cannot be this user's; the message says why. */
public final class CursorRefusedException extends RuntimeException {

    CursorRefusedException(String message) {
        super(message);
    }
}
