package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows the live tail of every partition somebody listens to, with one consumer,
 * and hands what it reads to the partitions' feeds.
 */
final class LiveReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final PatientConsumer<byte[]> consumer;
    private final Map<TopicPartition, Feed> feeds = new HashMap<>();
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private final ReadMeter meter;
    private final LogObserver observer;
    private final IntConsumer cutBack;
    private volatile boolean running = true;

    /**
     * @param cutBack hears of partitions that no longer have what was read of them
     */
    LiveReader(PatientConsumer<byte[]> consumer, LogObserver observer, IntConsumer cutBack) {
        this.consumer = consumer;
        this.meter = new ReadMeter(consumer.metrics());
        this.observer = observer;
        this.cutBack = cutBack;
        this.thread = Thread.ofPlatform().name("log-live").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Follows the feed's partition from the feed's end on. */
    void follow(Feed feed) {
        request(() -> {
            feeds.put(events(feed.partition()), feed);
            consumer.assign(feeds.keySet());
            consumer.seek(events(feed.partition()), feed.end().offset());
        });
    }

    /** Follows the feed's partition no longer. */
    void leave(Feed feed) {
        request(() -> {
            if (feeds.remove(events(feed.partition()), feed)) {
                consumer.assign(feeds.keySet());
            }
        });
    }

    /** The partitions that wait until a record's schema is found. */
    Set<Integer> held() {
        return consumer.held().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        running = false;
        consumer.wakeup();
    }

    private void request(Runnable request) {
        requests.add(request);
        consumer.wakeup();
    }

    private void run() {
        try (consumer) {
            while (running) {
                turn();
            }
        }
    }

    private void turn() {
        try {
            for (var request = requests.poll(); request != null; request = requests.poll()) {
                request.run();
            }
            read();
        } catch (WakeupException e) {
            // Somebody asks for something: the next turn sees to it.
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().forEach(this::reposition);
        } catch (KafkaException e) {
            LOG.warn("the live reader had to pause: {}", e.toString());
            pause();
        } catch (RuntimeException e) {
            // The thread's boundary: whatever it was, the other partitions' users wait for us.
            LOG.error("the live reader failed and goes on", e);
            pause();
        }
    }

    private void read() {
        if (feeds.isEmpty()) {
            pause();
            return;
        }
        var records = consumer.poll(POLL);
        for (var partition : touched(records.partitions(), records.nextOffsets().keySet())) {
            var feed = feeds.get(partition);
            if (feed != null) {
                deliver(feed, records.records(partition), consumer.position(partition));
            }
        }
        observer.read(LogObserver.Mode.LIVE, meter.more());
    }

    private static Set<TopicPartition> touched(Set<TopicPartition> a, Set<TopicPartition> b) {
        return Stream.concat(a.stream(), b.stream()).collect(Collectors.toSet());
    }

    private static void deliver(
            Feed feed, List<ConsumerRecord<byte[], byte[]>> records, long position) {
        feed.append(records, position);
    }

    /** The tail was deleted under a reader that stood still, or the log was cut back. */
    private void reposition(TopicPartition partition, long lost) {
        var feed = feeds.get(partition);
        if (feed == null) {
            return;
        }
        var bounds = List.of(partition);
        long earliest = consumer.beginningOffsets(bounds).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(bounds).getOrDefault(partition, 0L);
        long next = lost < earliest ? earliest : end;
        LOG.warn("offset {} of {} is gone, going on at {}", lost, partition, next);
        if (lost >= earliest) {
            cutBack.accept(partition.partition());
        }
        OwnershipRule rule = feed.end().rule();
        feed.restart(new Position(next, rule));
        consumer.seek(partition, next);
    }

    private void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    private static TopicPartition events(int partition) {
        return new TopicPartition(Topics.EVENTS, partition);
    }
}
