package dev.lifeline.cli.stack;

import java.util.concurrent.atomic.AtomicBoolean;

/** Does something when this process is asked to end, unless it has been disarmed before. */
public final class ShutdownHook implements AutoCloseable {

    private final AtomicBoolean armed = new AtomicBoolean(true);

    public ShutdownHook(Runnable action) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    if (armed.getAndSet(false)) {
                                        action.run();
                                    }
                                },
                                "lifeline-shutdown"));
    }

    /** Disarms it. */
    @Override
    public void close() {
        armed.set(false);
    }
}
