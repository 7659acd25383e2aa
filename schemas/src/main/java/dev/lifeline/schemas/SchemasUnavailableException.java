package dev.lifeline.schemas;

/** A schema cannot be found or made known at the moment; the message says why. Try again. */
public final class SchemasUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SchemasUnavailableException(String message) {
        super(message);
    }

    public SchemasUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
