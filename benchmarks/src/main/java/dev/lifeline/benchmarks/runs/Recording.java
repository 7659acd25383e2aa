package dev.lifeline.benchmarks.runs;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a flight recording tells about a JVM under load.
 *
 * @param pinned where virtual threads held on to their carriers, and how long
 * @param longestPause of a garbage collection that nobody asked for
 * @param pauses all of these together
 * @param machineLoad share of all cores in use, by all processes; NaN where none was sampled
 * @param ownLoad of these, by the recorded JVM
 */
record Recording(
        List<String> pinned,
        Duration longestPause,
        Duration pauses,
        double machineLoad,
        double ownLoad) {

    /** Shorter ones are not recorded: they are no pinning that anyone would feel. */
    static final Duration PINNED_LONGER_THAN = Duration.ofMillis(20);

    private static final String ASKED_FOR = "Heap Inspection Initiated GC";
    private static final int FRAMES_SHOWN = 12;

    /** Reads the file; loads are averages over that time. */
    static Recording read(Path file, Instant from, Instant to) throws IOException {
        var pinned = new ArrayList<String>();
        var pauses = new ArrayList<Duration>();
        var loads = new ArrayList<RecordedEvent>();
        try (var events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                var event = events.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.VirtualThreadPinned" -> pinned.add(pinned(event));
                    case "jdk.GarbageCollection" -> addPause(pauses, event);
                    case "jdk.CPULoad" -> loads.add(event);
                    default -> {}
                }
            }
        }
        loads.removeIf(e -> e.getStartTime().isBefore(from) || e.getStartTime().isAfter(to));
        return new Recording(
                List.copyOf(pinned),
                pauses.stream().max(Duration::compareTo).orElse(Duration.ZERO),
                pauses.stream().reduce(Duration.ZERO, Duration::plus),
                average(loads, "machineTotal"),
                average(loads, "jvmUser") + average(loads, "jvmSystem"));
    }

    private static void addPause(List<Duration> pauses, RecordedEvent collection) {
        if (!ASKED_FOR.equals(collection.getString("cause"))) {
            pauses.add(collection.getDuration("sumOfPauses"));
        }
    }

    private static double average(List<RecordedEvent> events, String field) {
        return events.stream().mapToDouble(e -> e.getFloat(field)).average().orElse(Double.NaN);
    }

    private static String pinned(RecordedEvent event) {
        var stack = event.getStackTrace();
        return "%d ms at %s"
                .formatted(
                        event.getDuration().toMillis(),
                        stack == null
                                ? "an unknown place"
                                : stack.getFrames().stream()
                                        .limit(FRAMES_SHOWN)
                                        .map(Recording::place)
                                        .collect(joining(" < ")));
    }

    private static String place(RecordedFrame frame) {
        var method = frame.getMethod();
        return method.getType().getName() + "." + method.getName() + ":" + frame.getLineNumber();
    }
}
