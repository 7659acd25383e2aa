package dev.lifeline.gateway.auth;

/** Turns a token into the caller it stands for. */
public interface Authenticator {

    /**
     * Checks a token.
     *
     * @throws NotAuthenticatedException if it is not to be trusted, or names no possible user
     */
    Caller authenticate(String token) throws NotAuthenticatedException;
}
