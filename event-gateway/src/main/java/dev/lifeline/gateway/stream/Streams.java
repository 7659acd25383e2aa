package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.cursor.MalformedCursorException;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.Feed;
import dev.lifeline.gateway.log.Position;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.Topics;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Opens streams: finds the place where each begins. */
public final class Streams {

    private final StreamObserver observer;

    public Streams(StreamObserver observer) {
        this.observer = observer;
    }

    /**
     * What a user asks for.
     *
     * @param runBegin an offset before the run's first event, where one run is asked for
     * @param cursor as the client gave it
     */
    public record Request(View view, OptionalLong runBegin, @Nullable String cursor) {}

    /**
     * Opens a stream; it delivers nothing before {@link Subscription#start()}. Fails with {@link
     * CursorRefusedException} or {@link dev.lifeline.gateway.log.LogUnavailableException}.
     */
    public CompletableFuture<Subscription> open(
            EventLog log, Request request, Sink sink, Executor executor) {
        var user = request.view().user();
        int partition = user.partition(log.identity().partitions());
        var cursor = cursor(request.cursor(), log, partition);
        return log.feed(partition)
                .thenCompose(feed ->
                        start(log, feed, request, cursor)
                                .thenApply(start ->
                                        new Subscription(
                                                log,
                                                feed,
                                                request.view(),
                                                start,
                                                sink,
                                                executor,
                                                observer)))
                .thenCompose(subscription ->
                        subscription.listens()
                                ? CompletableFuture.completedFuture(subscription)
                                : open(log, request, sink, executor));
    }

    private static @Nullable Cursor cursor(@Nullable String text, EventLog log, int partition) {
        if (text == null) {
            return null;
        }
        try {
            var cursor = CursorCodec.decode(text);
            if (isOf(log, cursor) && cursor.partition() != partition) {
                throw new CursorRefusedException("the cursor is another user's");
            }
            return cursor;
        } catch (MalformedCursorException e) {
            throw new CursorRefusedException("not a cursor of this service: " + e.getMessage());
        }
    }

    private static boolean isOf(EventLog log, Cursor cursor) {
        return cursor.log().equals(log.identity().topicId());
    }

    private static CompletableFuture<Start> start(
            EventLog log, Feed feed, Request request, @Nullable Cursor cursor) {
        return log.end(feed.partition())
                .thenCompose(end -> new Opening(log, feed, request, end).start(cursor));
    }

    /** The finding of one stream's beginning. */
    private record Opening(EventLog log, Feed feed, Request request, long end) {

        CompletableFuture<Start> start(@Nullable Cursor cursor) {
            if (cursor == null) {
                return begin(this::now).thenApply(at -> new Start(at, null, List.of(), end));
            }
            if (!isOf(log, cursor)) {
                return begin(this::earliest)
                        .thenApply(at -> after(cursor, at, GapReason.FOREIGN_LOG));
            }
            if (cursor.offset() > end) {
                return begin(this::now).thenApply(at -> after(cursor, at, GapReason.TRUNCATED));
            }
            return resume(cursor);
        }

        /** A run's beginning, whatever is asked for otherwise. */
        private CompletableFuture<Position> begin(Supplier<CompletableFuture<Position>> otherwise) {
            var runBegin = request.runBegin();
            return runBegin.isPresent()
                    ? log.history().place(feed.partition(), runBegin.getAsLong())
                    : otherwise.get();
        }

        /** After a cursor; a run is read from its beginning, to notice that it had ended. */
        private CompletableFuture<Start> resume(Cursor cursor) {
            var at = new Position(cursor.offset(), new OwnershipRule(cursor.epoch()));
            var runBegin = request.runBegin();
            var position =
                    runBegin.isPresent() && runBegin.getAsLong() < cursor.offset()
                            ? log.history().place(feed.partition(), runBegin.getAsLong())
                            : CompletableFuture.completedFuture(at);
            return position.thenApply(p -> new Start(p, cursor, List.of(), end));
        }

        private CompletableFuture<Position> now() {
            return CompletableFuture.completedFuture(feed.end());
        }

        private CompletableFuture<Position> earliest() {
            return log.admin()
                    .earliest(new TopicPartition(Topics.EVENTS, feed.partition()))
                    .thenApply(offset -> new Position(offset, new OwnershipRule()));
        }

        private Start after(Cursor lost, Position at, GapReason reason) {
            var to = log.cursor(feed.partition(), at);
            return new Start(at, null, List.of(new Frame.Gap(lost, to, reason)), end);
        }
    }
}
