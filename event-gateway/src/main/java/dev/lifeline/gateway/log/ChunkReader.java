package dev.lifeline.gateway.log;

import dev.lifeline.schemas.PatientConsumer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads history: a few chunks at once, of as many partitions, with one consumer
 * that never waits for one of them.
 */
final class ChunkReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkReader.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long GATHERING_PARK = TimeUnit.MILLISECONDS.toNanos(10);

    private final PatientConsumer<byte[]> consumer;
    private final Fetching fetching;
    private final ChunkDesk desk;
    private final IntFunction<CompletableFuture<Long>> earliest;
    private final LogObserver observer;
    private final ReadMeter meter;
    private final RateCap cap;
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * @param earliest asks for the first offset that a partition still has
     */
    ChunkReader(
            PatientConsumer<byte[]> consumer,
            Fetching fetching,
            ChunkDesk desk,
            IntFunction<CompletableFuture<Long>> earliest,
            long bytesPerSecond,
            LogObserver observer) {
        this.consumer = consumer;
        this.fetching = fetching;
        this.desk = desk;
        this.earliest = earliest;
        this.observer = observer;
        this.meter = new ReadMeter(consumer.metrics());
        this.cap = new RateCap(bytesPerSecond, System::nanoTime);
        this.thread = Thread.ofPlatform().name("log-history").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has it look for new orders; from any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        running = false;
        consumer.wakeup();
        wake();
    }

    private void run() {
        try (consumer) {
            while (running) {
                turn();
            }
        } finally {
            desk.close();
        }
    }

    private void turn() {
        try {
            for (var answer = answers.poll(); answer != null; answer = answers.poll()) {
                answer.run();
            }
            desk.begin();
            fetching.dropRested();
            observer.reading(desk.reading(), desk.waiting());
            read();
            count();
            desk.end();
        } catch (WakeupException e) {
            // It is to end.
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().forEach((at, lost) -> missing(at.partition(), lost));
        } catch (KafkaException e) {
            breakOff("history cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            // The thread's boundary: whatever it was, the other streams wait for us.
            LOG.error("the reader of history failed and goes on", e);
            breakOff("history cannot be read: " + e);
        }
    }

    private void read() {
        long delay = cap.delay();
        if (desk.reading() == 0) {
            LockSupport.parkNanos(this, desk.waiting() == 0 ? LONGEST_PARK : GATHERING_PARK);
        } else if (delay > 0) {
            desk.excuse();
            LockSupport.parkNanos(this, Math.min(delay, LONGEST_PARK));
        } else {
            fetching.poll(POLL).forEach(desk::take);
        }
    }

    private void count() {
        long bytes = meter.more();
        if (bytes > 0) {
            cap.took(bytes);
            observer.read(LogObserver.Mode.HISTORY, bytes);
        }
    }

    /** Offsets that the log does not have: retention has deleted them, or it was cut back. */
    private void missing(int partition, long lost) {
        if (desk.stops(partition)) {
            var _ =
                    earliest.apply(partition)
                            .whenComplete((offset, error) -> {
                                answers.add(() -> desk.found(partition, lost, offset));
                                wake();
                            });
        }
    }

    private void breakOff(String reason) {
        LOG.warn("{}", reason);
        desk.breakOff(reason);
        LockSupport.parkNanos(this, LONGEST_PARK);
    }
}
