package dev.lifeline.gateway.log;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** The event log as this gateway reads it: live feeds of the partitions in use, and history. */
public final class EventLog implements AutoCloseable {

    private final LogIdentity identity;
    private final LogAdmin admin;
    private final HistoryReader history;
    private final LiveReader live;
    private final EventDecoder decoder;
    private final ReaderSettings settings;
    private final Map<Integer, CompletableFuture<Feed>> feeds = new ConcurrentHashMap<>();
    private final int ownPartition;

    /** An end is old at once: who asks while another does shares the question after that. */
    private final SharedAnswers<Long> ends = new SharedAnswers<>(end -> false, System::nanoTime);

    EventLog(
            LogIdentity identity,
            LogAdmin admin,
            KafkaSettings kafka,
            ReaderSettings settings,
            Codec codec,
            LogObserver observer) {
        this.identity = identity;
        this.admin = admin;
        this.settings = settings;
        this.decoder = new EventDecoder(codec);
        this.history = history(kafka, codec, observer);
        this.live = new LiveReader(kafka.consumer("live", codec), observer, this::cutBack);
        this.ownPartition = Math.floorMod(kafka.clientId().hashCode(), identity.partitions());
        live.start();
    }

    /**
     * Bounds of what is read.
     *
     * @param ringBytes memory for the newest records, per partition in use
     * @param linger how long a partition is followed after its last listener has left
     */
    public record ReaderSettings(long ringBytes, HistorySettings history, Duration linger) {}

    public LogIdentity identity() {
        return identity;
    }

    public LogAdmin admin() {
        return admin;
    }

    public HistoryReader history() {
        return history;
    }

    /** Where a partition of the log ends now, asked for together with others who want to know. */
    public CompletableFuture<Long> end(int partition) {
        var place = new TopicPartition(Topics.EVENTS, partition);
        return ends.of(place, 0, () -> admin.end(place));
    }

    /** A place in this log as clients know it. */
    public Cursor cursor(int partition, Position at) {
        return new Cursor(identity.topicId(), partition, at.offset(), at.epoch());
    }

    /** The live feed of a partition, which is followed from now on if it was not yet. */
    public CompletableFuture<Feed> feed(int partition) {
        return feed(partition, this::open);
    }

    private CompletableFuture<Feed> feed(
            int partition, Function<Integer, CompletableFuture<Feed>> opening) {
        var feed = feeds.computeIfAbsent(partition, opening);
        if (!feed.isCompletedExceptionally()) {
            return feed;
        }
        feeds.remove(partition, feed);
        return feeds.computeIfAbsent(partition, opening);
    }

    /** The feeds that are followed now. */
    Collection<Feed> followed() {
        return feeds.values().stream()
                .filter(f -> f.isDone() && !f.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
    }

    /** The followed feeds but those that wait until a record's schema is found. */
    Collection<Feed> flowing() {
        var held = live.held();
        return followed().stream().filter(feed -> !held.contains(feed.partition())).toList();
    }

    /** Leaves the partitions that nobody has listened to for the lingering time, but for one. */
    void leaveIdle(long now) {
        for (var feed : followed()) {
            if (feeds.size() > 1
                    && feed.isIdleSince(now - settings.linger().toMillis())
                    && feed.closeIfIdle()) {
                feeds.remove(feed.partition());
                live.leave(feed);
            }
        }
    }

    /**
     * Follows a partition of its own where none is followed, so that the reader always has
     * something to read. It is left as soon as somebody listens to another.
     */
    CompletableFuture<?> followAny() {
        return followed().isEmpty()
                ? feed(ownPartition, partition -> open(partition).thenApply(Feed::unasked))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        live.close();
        history.close();
        admin.close();
    }

    private CompletableFuture<Feed> open(int partition) {
        return admin.end(new TopicPartition(Topics.EVENTS, partition))
                .thenCompose(end -> history.place(partition, end))
                .thenApply(place -> {
                    var feed = new Feed(partition, place, settings.ringBytes(), decoder);
                    live.follow(feed);
                    return feed;
                });
    }

    /** What was read, or asked, of a partition holds no longer: its log was cut back. */
    private void cutBack(int partition) {
        admin.forget(partition);
        history.forget(partition);
    }

    private HistoryReader history(KafkaSettings kafka, Codec codec, LogObserver observer) {
        var bounds = settings.history();
        var cache = new ChunkCache(bounds.cacheBytes());
        var orders = new Orders(System::nanoTime);
        var consumer = kafka.chunkConsumer(codec);
        var fetching = new Fetching(consumer);
        var desk =
                new ChunkDesk(
                        fetching,
                        orders,
                        cache,
                        decoder,
                        bounds,
                        kafka.timeout(),
                        observer,
                        this::cutBack);
        var reader =
                new ChunkReader(
                        consumer,
                        fetching,
                        desk,
                        p -> admin.earliest(new TopicPartition(Topics.EVENTS, p)),
                        bounds.bytesPerSecond(),
                        observer);
        var scans =
                new Scans(
                        bounds.scanners(),
                        role -> kafka.consumer(role, codec),
                        kafka.timeout(),
                        decoder,
                        observer,
                        this::cutBack);
        reader.start();
        return new HistoryReader(cache, orders, reader, scans, bounds.pageBytes(), observer);
    }
}
