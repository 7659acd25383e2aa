package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The event log of this executor: takes and releases partitions, keeps them by beats, and holds the
 * one writer. Thread-safe.
 */
public final class EventLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EventLog.class);
    private static final int CLAIMS_AT_ONCE = 4;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private final KafkaClients kafka;
    private final Codec codec;
    private final String executorId;
    private final Clock clock;
    private final ReadBack readBack;
    private final EventWriter writer;
    private final Semaphore claims = new Semaphore(CLAIMS_AT_ONCE);
    private final AtomicLong lastClaim = new AtomicLong();
    private final Map<Integer, Long> wanted = new ConcurrentHashMap<>();
    private final Map<Integer, OwnedPartition> owned = new ConcurrentHashMap<>();
    private final Timing timing;
    private final HandOver handOver;
    private final LogMetrics metrics;
    private final ScheduledExecutorService beats;

    /**
     * @param onFatal told when nothing more can be written
     */
    public EventLog(
            KafkaClients kafka,
            Codec codec,
            String executorId,
            Clock clock,
            Timing timing,
            MeterRegistry registry,
            Consumer<Exception> onFatal) {
        this.kafka = kafka;
        this.codec = codec;
        this.executorId = executorId;
        this.clock = clock;
        this.timing = timing;
        metrics = new LogMetrics(registry);
        metrics.partitionsOwned(() -> owned().size());
        readBack = new ReadBack(kafka.reader(), codec, executorId, clock);
        writer =
                new EventWriter(
                        kafka::producer,
                        readBack,
                        codec,
                        executorId,
                        new ProducerFailures(clock),
                        metrics,
                        this::loseAll,
                        onFatal);
        handOver = new HandOver(writer, timing.yieldPatience());
        beats =
                Executors.newScheduledThreadPool(
                        2, Thread.ofPlatform().name("beats-", 0).daemon().factory());
        every(timing.beatInterval(), this::beat);
        // Apart from the beats, which may have to wait for Kafka.
        every(timing.beatInterval(), this::watch);
    }

    private void every(Duration interval, Runnable action) {
        var _ = beats.scheduleAtFixedRate(action, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    public EventWriter writer() {
        return writer;
    }

    /**
     * Takes a partition, however long that needs.
     *
     * @param firstCommand offset from which its commands will be read
     * @return cancelled if the partition is released before
     */
    public CompletionStage<Taken> take(int partition, long firstCommand) {
        long claim = lastClaim.incrementAndGet();
        wanted.put(partition, claim);
        var taken = new CompletableFuture<Taken>();
        Thread.ofVirtual()
                .name("claim-" + partition)
                .start(() -> take(partition, firstCommand, claim, taken));
        return taken;
    }

    /**
     * Gives partitions up in good order; to be released afterwards. Blocks while tools are at work
     * there that may not be called twice, as long as that is allowed to take.
     */
    public void giveUp(Collection<Integer> partitions) {
        partitions.forEach(wanted::remove);
        handOver.giveUp(owned().stream().filter(p -> partitions.contains(p.partition())).toList());
    }

    /** Gives a partition up: nothing more is written there, and its runs are told. */
    public void release(int partition) {
        wanted.remove(partition);
        var released = owned.remove(partition);
        if (released != null) {
            readBack.unfollow(released);
        }
    }

    /** The partitions owned now. */
    public Collection<OwnedPartition> owned() {
        return owned.values().stream().filter(partition -> !partition.isLost()).toList();
    }

    /** Partitions that were assigned to this executor, taken already or not. */
    public int wanted() {
        return wanted.size();
    }

    private void take(
            int partition, long firstCommand, long claim, CompletableFuture<Taken> taken) {
        while (isWanted(partition, claim)) {
            claims.acquireUninterruptibly();
            try (var reader = kafka.reader()) {
                var claimed =
                        new PartitionClaim(
                                        reader,
                                        writer,
                                        codec,
                                        executorId,
                                        clock,
                                        partition,
                                        () -> isWanted(partition, claim))
                                .take(firstCommand);
                owned.put(partition, claimed.owned());
                claimed.owned().onLost(() -> metrics.partitionGone(claimed.owned()));
                readBack.follow(claimed.owned(), claimed.history().rule(), claimed.position());
                if (!isWanted(partition, claim)) {
                    release(partition);
                    break;
                }
                LOG.infof(
                        "partition %d: owned with epoch %d, %d open runs",
                        partition, claimed.owned().epoch(), claimed.openRuns().size());
                taken.complete(
                        new Taken(claimed.owned(), claimed.openRuns(), claimed.startedRuns()));
                return;
            } catch (CancellationException e) {
                break;
            } catch (KafkaException e) {
                LOG.warnf("partition %d: not taken yet: %s", partition, e.getMessage());
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            } finally {
                claims.release();
            }
        }
        taken.cancel(false);
    }

    private boolean isWanted(int partition, long claim) {
        return wanted.getOrDefault(partition, 0L) == claim;
    }

    private void beat() {
        for (var partition : owned()) {
            if (partition.startBeat()) {
                writer.beat(partition);
            }
        }
    }

    /** Tells the runs of partitions where nothing could be written for too long. */
    private void watch() {
        var since = clock.instant().minus(timing.kafkaPatience());
        owned().stream()
                .filter(partition -> partition.confirmedAt().isBefore(since))
                .forEach(OwnedPartition::silent);
    }

    /**
     * What the failed producer had not yet written is void: whoever owns a partition claims anew.
     */
    private void loseAll() {
        owned().forEach(readBack::unfollow);
    }

    @Override
    public void close() {
        beats.shutdownNow();
        List.copyOf(wanted.keySet()).forEach(this::release);
        writer.close();
        readBack.close();
    }

    /**
     * How long things take.
     *
     * @param beatInterval between two signs of life
     * @param kafkaPatience how long nothing can be written or read back before runs are told
     * @param yieldPatience what tools that may not be called twice get to end, when a partition
     *     moves
     */
    public record Timing(Duration beatInterval, Duration kafkaPatience, Duration yieldPatience) {}
}
