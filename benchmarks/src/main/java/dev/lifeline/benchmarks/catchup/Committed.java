package dev.lifeline.benchmarks.catchup;

import dev.lifeline.benchmarks.load.LogRange;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * How far a consumer group has committed in agent.events, as Kafka tells it: what counts as read is
 * what would not be read again after a crash.
 */
record Committed(Map<String, Object> kafka, String group, int partitions) {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * Waits until the group has committed everything that is there now.
     *
     * @return the speed since its first commit
     */
    Speed untilTheEnd(Duration limit) throws InterruptedException, ExecutionException {
        long end = sum(LogRange.ends(kafka, partitions).values());
        long giveUpAt = System.nanoTime() + limit.toNanos();
        try (var admin = Admin.create(kafka)) {
            long first = await(admin, 1, giveUpAt);
            long begin = System.nanoTime();
            long last = await(admin, end, giveUpAt);
            return new Speed(last - first, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private long await(Admin admin, long wanted, long giveUpAt)
            throws InterruptedException, ExecutionException {
        long now = committed(admin);
        while (now < wanted) {
            if (System.nanoTime() - giveUpAt > 0) {
                throw new IllegalStateException(
                        "%s has committed %d records, not %d".formatted(group, now, wanted));
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            now = committed(admin);
        }
        return now;
    }

    private long committed(Admin admin) throws InterruptedException, ExecutionException {
        return admin
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .filter(partition -> partition.getKey().topic().equals(Topics.EVENTS))
                .mapToLong(partition -> partition.getValue().offset())
                .sum();
    }

    private static long sum(Iterable<Long> offsets) {
        long sum = 0;
        for (long offset : offsets) {
            sum += offset;
        }
        return sum;
    }
}
