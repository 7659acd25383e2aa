package dev.lifeline.monitor.stream;

/** What was asked for cannot be answered as a whole right now; it can be asked again. */
public final class UnavailableException extends RuntimeException {

    public UnavailableException(String reason) {
        super(reason);
    }
}
