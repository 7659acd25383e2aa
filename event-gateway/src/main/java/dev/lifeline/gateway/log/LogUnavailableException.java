package dev.lifeline.gateway.log;

/** The event log cannot be read now; the message says why, and trying again may help. */
public final class LogUnavailableException extends RuntimeException {

    public LogUnavailableException(String message) {
        super(message);
    }

    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
