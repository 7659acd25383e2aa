package dev.lifeline.gateway.auth;

/** A token is missing or not to be trusted; the message says why and what to do, without it. */
public final class NotAuthenticatedException extends Exception {

    private static final long serialVersionUID = 1L;

    public NotAuthenticatedException(String message) {
        super(message);
    }
}
