package dev.lifeline.cli.stack;

import java.time.Duration;
import java.util.Set;

/** Told how the start of a stack gets on. */
public interface StackObserver {

    void ready(Part part, Duration after);

    void topicsCreated(Set<String> names);

    /** Called now and then while a part is not ready. */
    void waiting(Part part, String reason);

    void stopping(Part part);
}
