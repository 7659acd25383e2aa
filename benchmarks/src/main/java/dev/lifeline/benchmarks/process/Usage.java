package dev.lifeline.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a process has used, by the operating system's account.
 *
 * @param at of {@link System#nanoTime()}, when it was looked at
 * @param cpu since its start
 * @param residentBytes of memory now; empty where the system has no {@code /proc}
 */
public record Usage(long at, Duration cpu, OptionalLong residentBytes) {

    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    static Usage of(long pid) {
        var cpu =
                ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO);
        return new Usage(
                System.nanoTime(), cpu, resident(Path.of("/proc", Long.toString(pid), "status")));
    }

    private static OptionalLong resident(Path status) {
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try {
            return RESIDENT.matcher(Files.readString(status))
                    .results()
                    .mapToLong(found -> Long.parseLong(found.group(1)) * 1024)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cores in use since an earlier look, on average. */
    public double coresSince(Usage earlier) {
        return (double) cpu.minus(earlier.cpu).toNanos() / (at - earlier.at);
    }
}
