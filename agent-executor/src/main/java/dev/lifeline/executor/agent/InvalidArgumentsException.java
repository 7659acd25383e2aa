package dev.lifeline.executor.agent;

/**
 * A tool was called with arguments that do not fit its schema; the message says how to mend them.
 */
public final class InvalidArgumentsException extends Exception {

    public InvalidArgumentsException(String message) {
        super(message);
    }
}
