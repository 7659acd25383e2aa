package dev.lifeline.local;

import java.io.IOException;
import java.time.Duration;

/**
 * A java agent that ends its JVM when stdin closes, so that a child never outlives the parent that
 * holds the other end of the pipe, whatever the parent died of.
 */
public final class ParentWatch {

    /** How long shutdown hooks may take before the JVM is halted. */
    static final Duration GRACE = Duration.ofSeconds(20);

    private ParentWatch() {}

    /** Called by the JVM before the program's main method. */
    public static void premain(String arguments) {
        Thread.ofPlatform()
                .daemon()
                .name("lifeline-parent-watch")
                .start(ParentWatch::exitWithParent);
    }

    private static void exitWithParent() {
        awaitEndOfInput();
        Thread.ofPlatform().daemon().name("lifeline-halt").start(ParentWatch::haltAfterGrace);
        System.exit(0);
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said over this pipe: only its end has a meaning.
            }
        } catch (IOException _) {
            // A broken pipe means the same as a closed one.
        }
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE);
        } catch (InterruptedException _) {
            // Nobody interrupts this thread; if somebody did, halting now is still right.
        }
        Runtime.getRuntime().halt(1);
    }
}
