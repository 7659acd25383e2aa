package dev.lifeline.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What lives on the heap of another JVM after a full collection.
 *
 * @param bytes of all objects
 * @param stackBytes of these, the stacks of virtual threads that wait
 */
public record LiveHeap(long bytes, long stackBytes) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern STACKS =
            Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +jdk\\.internal\\.vm\\.StackChunk");

    /**
     * Asks {@code jcmd} for a class histogram, before which the JVM collects.
     *
     * @param kept where the histogram is written, for whoever wonders what the bytes are
     */
    public static LiveHeap of(long pid, Path kept) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process =
                new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        try (var output = process.inputReader()) {
            var histogram = output.readAllAsString();
            Files.writeString(kept, histogram);
            return read(histogram);
        }
    }

    static LiveHeap read(String histogram) {
        long total =
                TOTAL.matcher(histogram)
                        .results()
                        .findFirst()
                        .map(LiveHeap::number)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "jcmd gave no class histogram: " + histogram));
        return new LiveHeap(
                total, STACKS.matcher(histogram).results().mapToLong(LiveHeap::number).sum());
    }

    /** In MiB, of all objects. */
    public double mebibytes() {
        return bytes / 1024.0 / 1024.0;
    }

    private static long number(MatchResult found) {
        return Long.parseLong(found.group(1));
    }
}
