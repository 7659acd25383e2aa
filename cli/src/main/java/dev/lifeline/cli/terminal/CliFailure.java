package dev.lifeline.cli.terminal;

/** A command that cannot do what it was asked, with a message that says what to do about it. */
public final class CliFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CliFailure(String message) {
        super(message);
    }

    public CliFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
