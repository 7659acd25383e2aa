package dev.lifeline.cli.stack;

import dev.lifeline.cli.terminal.CliFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Waits until services are ready, and says now and then what they wait for. */
final class StartupWait {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(10);

    private final Ports ports;
    private final StackObserver observer;
    private final CompletableFuture<Death> death;
    private final HealthProbe probe = new HealthProbe();
    private final long startedAt = System.nanoTime();
    private Duration nextNote = BETWEEN_NOTES;

    StartupWait(Ports ports, StackObserver observer, CompletableFuture<Death> death) {
        this.ports = ports;
        this.observer = observer;
        this.death = death;
    }

    void await(Collection<Part> services) throws InterruptedException {
        List<Part> waiting = new ArrayList<>(services);
        while (!waiting.isEmpty()) {
            if (death.isDone()) {
                throw new CliFailure(death.join().describe());
            }
            Map<Part, String> reasons = ask(waiting);
            waiting.retainAll(reasons.keySet());
            noteOrGiveUp(reasons);
            if (!waiting.isEmpty()) {
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Why each of them is not ready; those that are have been reported. */
    private Map<Part, String> ask(List<Part> services) throws InterruptedException {
        var reasons = new EnumMap<Part, String>(Part.class);
        for (Part service : services) {
            switch (probe.ask(ports.url(service))) {
                case Readiness.Ready() -> observer.ready(service, elapsed());
                case Readiness.NotReady(var reason) -> reasons.put(service, reason);
            }
        }
        return reasons;
    }

    private void noteOrGiveUp(Map<Part, String> reasons) {
        if (reasons.isEmpty() || elapsed().compareTo(nextNote) < 0) {
            return;
        }
        if (elapsed().compareTo(LIMIT) >= 0) {
            throw new CliFailure(
                    "Not ready after %d s: %s. See: ./lifeline logs"
                            .formatted(LIMIT.toSeconds(), reasons));
        }
        nextNote = nextNote.plus(BETWEEN_NOTES);
        reasons.forEach(observer::waiting);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
