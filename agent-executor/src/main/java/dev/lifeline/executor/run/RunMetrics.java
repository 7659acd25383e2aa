package dev.lifeline.executor.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What operators see of runs; the module's README lists the names. */
@Singleton
public final class RunMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger open = new AtomicInteger();
    private final Timer announcement;

    public RunMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("lifeline.runs.open", open);
        announcement =
                Timer.builder("lifeline.announcement")
                        .description("from writing an event to having read it back")
                        .publishPercentileHistogram()
                        // The median is below a millisecond, where buckets begin by default.
                        .minimumExpectedValue(Duration.ofNanos(100_000))
                        .register(registry);
    }

    Timer announcement() {
        return announcement;
    }

    /** How many runs wait for a place, asked for whenever somebody looks. */
    void runsWaiting(Supplier<Number> number) {
        Gauge.builder("lifeline.runs.waiting", number).register(registry);
    }

    void runStarted(String agent) {
        open.incrementAndGet();
        registry.counter("lifeline.runs.started", "agent", agent).increment();
    }

    /** A run goes on, or ends, that another executor began. */
    void runGoesOn() {
        open.incrementAndGet();
    }

    /** A run that another executor left open is this executor's now. */
    void runTakenOver(String outcome) {
        registry.counter("lifeline.runs.taken.over", "outcome", outcome).increment();
    }

    void runEnded(String agent, String outcome, Duration duration) {
        open.decrementAndGet();
        registry.timer("lifeline.runs.ended", "agent", agent, "outcome", outcome).record(duration);
    }

    /** Another executor goes on with the run. */
    void runGivenAway() {
        open.decrementAndGet();
    }

    void toolCompleted(String tool, String status) {
        registry.counter("lifeline.tools.completed", "tool", tool, "status", status).increment();
    }

    void modelCalled(String agent) {
        registry.counter("lifeline.model.calls", "agent", agent).increment();
    }
}
