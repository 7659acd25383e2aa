package dev.lifeline.gateway.auth;

/** The issuer's keys cannot be had now, so nobody can tell whether a token is good. */
public final class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KeysUnavailableException(String message) {
        super(message);
    }
}
