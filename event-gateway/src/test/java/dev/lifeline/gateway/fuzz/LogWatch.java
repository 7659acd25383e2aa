package dev.lifeline.gateway.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Listens to the service's log, and keeps what nobody should find there. */
final class LogWatch extends Handler implements AutoCloseable {

    private final List<String> secrets;
    private final Queue<String> offences = new ConcurrentLinkedQueue<>();

    private LogWatch(List<String> secrets) {
        this.secrets = secrets;
        setLevel(Level.ALL);
    }

    static LogWatch begin(List<String> secrets) {
        var watch = new LogWatch(secrets);
        Logger.getLogger("").addHandler(watch);
        return watch;
    }

    /** Errors, stack traces and tokens that were logged. */
    List<String> offences() {
        return List.copyOf(offences);
    }

    @Override
    public void publish(LogRecord entry) {
        int level = entry.getLevel().intValue();
        var text =
                "%s %s %s %s"
                        .formatted(
                                entry.getLevel(),
                                entry.getLoggerName(),
                                entry.getMessage(),
                                Arrays.toString(entry.getParameters()));
        boolean isTrace = level >= Level.WARNING.intValue() && entry.getThrown() != null;
        if (isTrace || level > Level.WARNING.intValue()) {
            offences.add(text + " " + entry.getThrown());
        } else if (secrets.stream().anyMatch(text::contains)) {
            offences.add("a token in a line of " + entry.getLoggerName());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
