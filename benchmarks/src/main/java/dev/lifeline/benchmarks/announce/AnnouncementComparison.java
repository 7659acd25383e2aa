package dev.lifeline.benchmarks.announce;

import dev.lifeline.benchmarks.kafka.BenchmarkBroker;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Announces events through the executor's event log and through Kafka's bare clients in turn, on
 * the same broker, and prints each beside the other.
 */
public final class AnnouncementComparison {

    private static final double LEAST = 0.8;
    private static final int PARTITIONS = Topics.LOCAL_PARTITIONS;
    private static final List<Integer> WRITERS = List.of(16, 256, 1024);
    private static final int WARM_UPS = 3;

    private final int rounds;
    private final Duration duration;

    /**
     * @param quick for a first look: few and short rounds
     */
    public AnnouncementComparison(boolean quick) {
        rounds = quick ? 3 : 9;
        duration = Duration.ofSeconds(quick ? 1 : 3);
    }

    public void run() throws Exception {
        System.out.printf(
                "%8s %12s %12s %20s %18s %18s%n",
                "writers",
                "events/s",
                "bare/s",
                "ratio (min - max)",
                "p50, p99 ms",
                "bare p50, p99 ms");
        try (var broker = BenchmarkBroker.start(PARTITIONS)) {
            broker.createTopicLike(Topics.EVENTS, BareKafka.TOPIC);
            Map<String, Object> kafka = broker.clientSettings();
            for (int writers : WRITERS) {
                try (var lifeline = new Lifeline(kafka, PARTITIONS, writers);
                        var bare = new BareKafka(kafka, PARTITIONS, writers)) {
                    compare(writers, lifeline, bare);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nMedians of %d pairs of rounds of %d s. wanted: a ratio of at least %.1f%n",
                rounds,
                duration.toSeconds(),
                LEAST);
    }

    private void compare(int writers, Side lifeline, Side bare) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            Round.of(lifeline, writers, duration);
            Round.of(bare, writers, duration);
        }
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < rounds; i++) {
            pairs.add(pair(writers, lifeline, bare, i % 2 == 0));
        }
        print(writers, pairs);
    }

    /** Each side goes first in every other pair: the machine is not the same a moment later. */
    private Pair pair(int writers, Side lifeline, Side bare, boolean lifelineFirst)
            throws Exception {
        if (lifelineFirst) {
            var first = Round.of(lifeline, writers, duration);
            return new Pair(first, Round.of(bare, writers, duration));
        }
        var first = Round.of(bare, writers, duration);
        return new Pair(Round.of(lifeline, writers, duration), first);
    }

    private static void print(int writers, List<Pair> pairs) {
        System.out.printf(
                Locale.ROOT,
                "%8d %12.0f %12.0f %6.2f (%.2f - %.2f) %18s %18s%n",
                writers,
                median(pairs, pair -> pair.lifeline().eventsPerSecond()),
                median(pairs, pair -> pair.bare().eventsPerSecond()),
                median(pairs, Pair::ratio),
                pairs.stream().mapToDouble(Pair::ratio).min().orElseThrow(),
                pairs.stream().mapToDouble(Pair::ratio).max().orElseThrow(),
                latencies(pairs.stream().map(pair -> pair.lifeline().latency()).toList()),
                latencies(pairs.stream().map(pair -> pair.bare().latency()).toList()));
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        return pairs.stream().mapToDouble(figure).sorted().toArray()[pairs.size() / 2];
    }

    private static String latencies(List<Histogram> rounds) {
        var all = new Histogram(3);
        rounds.forEach(all::add);
        return String.format(
                Locale.ROOT,
                "%.2f, %.2f",
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(99) / 1e6);
    }

    /** Two rounds, one straight after the other. */
    private record Pair(Round lifeline, Round bare) {

        double ratio() {
            return lifeline.eventsPerSecond() / bare.eventsPerSecond();
        }
    }
}
