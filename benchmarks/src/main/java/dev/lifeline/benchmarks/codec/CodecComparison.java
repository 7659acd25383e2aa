package dev.lifeline.benchmarks.codec;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the codec's benchmarks and prints each beside Avro's, in time and in bytes allocated. */
public final class CodecComparison {

    private static final double MOST = 1.3;

    private final boolean quick;

    /**
     * @param quick for a first look: one fork, short iterations
     */
    public CodecComparison(boolean quick) {
        this.quick = quick;
    }

    public void run() throws RunnerException {
        var options =
                new OptionsBuilder()
                        .include(CodecBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .forks(quick ? 1 : 3)
                        .warmupIterations(quick ? 2 : 4)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(quick ? 3 : 5)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgsAppend("-Xms512m", "-Xmx512m")
                        .build();
        print(new Runner(options).run());
    }

    private static void print(Collection<RunResult> results) {
        var found = new TreeMap<String, Figures>();
        results.forEach(result -> found.put(name(result), Figures.of(result)));
        System.out.printf(
                "%n%-16s %12s %12s %8s %14s %14s%n",
                "event", "codec ns/op", "Avro ns/op", "ratio", "codec B/op", "Avro B/op");
        for (var direction : new String[] {"Encode", "Decode"}) {
            for (var size : new String[] {"delta", "tool", "large"}) {
                print(direction, size, found);
            }
        }
        System.out.printf("%nwanted: at most %.1f times Avro's time%n", MOST);
    }

    private static void print(String direction, String size, Map<String, Figures> found) {
        var ours = found.get("codec" + direction + " " + size);
        var avro = found.get("avro" + direction + " " + size);
        if (ours != null && avro != null) {
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %12.0f %12.0f %8.2f %14.0f %14.0f%n",
                    direction.toLowerCase(Locale.ROOT) + " " + size,
                    ours.nanos(),
                    avro.nanos(),
                    ours.nanos() / avro.nanos(),
                    ours.bytes(),
                    avro.bytes());
        }
    }

    private static String name(RunResult result) {
        return result.getPrimaryResult().getLabel() + " " + result.getParams().getParam("size");
    }

    /** What one operation costs. */
    private record Figures(double nanos, double bytes) {

        static Figures of(RunResult result) {
            var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            return new Figures(
                    result.getPrimaryResult().getScore(),
                    allocated == null ? Double.NaN : allocated.getScore());
        }
    }
}
