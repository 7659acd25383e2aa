package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.log.Entry;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.Feed;
import dev.lifeline.gateway.log.Page;
import dev.lifeline.gateway.log.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One user's view of the log, moving forward as fast as its sink takes it.
 *
 * <p>It pulls: all it has is a position. While the partition's ring still has what follows the
 * position it reads from there, otherwise from the log, in pages. So a slow reader occupies one
 * page and its sink's buffer, and nothing is shown twice or skipped whatever happens when. Confined
 * to its executor, but for {@link #wake}.
 */
public final class Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final int TAKEN_BYTES = 256 * 1024;
    private static final long RETRY_MILLIS = 500;

    private final EventLog log;
    private final Feed feed;
    private final View view;
    private final Start start;
    private final Sink sink;
    private final Executor executor;
    private final StreamObserver observer;
    private final Presenter presenter;
    private final Bytes key;
    private final Runnable listener = this::wake;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Deque<Entry> taken = new ArrayDeque<>();
    private Position position;
    private Position afterTaken;
    private boolean live;
    private @Nullable CompletableFuture<Page> order;
    private boolean started;
    private boolean begun;
    private boolean closed;

    Subscription(
            EventLog log,
            Feed feed,
            View view,
            Start start,
            Sink sink,
            Executor executor,
            StreamObserver observer) {
        this.log = log;
        this.feed = feed;
        this.view = view;
        this.start = start;
        this.sink = sink;
        this.executor = executor;
        this.observer = observer;
        this.key = view.key();
        this.position = start.position();
        this.afterTaken = start.position();
        this.presenter =
                new Presenter(
                        view,
                        start,
                        sink,
                        observer,
                        log.cursor(feed.partition(), start.position()));
    }

    /** The place that a client may store before anything came. */
    public Cursor cursor() {
        var at = log.cursor(feed.partition(), position);
        var from = start.cursor();
        return from != null && from.offset() > at.offset() ? from : at;
    }

    /** Begins to deliver; on the executor. */
    public void start() {
        started = true;
        for (var gap : start.gaps()) {
            sink.write(gap);
        }
        pump();
    }

    /** Has it look for more, from any thread. */
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            executor.execute(this::pumpWoken);
        }
    }

    /** Delivers what there is while the sink takes it. */
    public void pump() {
        boolean more = started;
        while (more && !closed && sink.writable()) {
            more = step();
        }
    }

    /** Tells the client that all is well, and a newer place to store; nothing while it is slow. */
    public void heartbeat() {
        pump();
        if (!closed && sink.writable()) {
            sink.write(new Frame.Heartbeat(cursor()));
        }
    }

    /** Ends it; harmless when it has ended. */
    public void close() {
        closed = true;
        taken.clear();
        var pending = order;
        if (pending != null) {
            pending.cancel(false);
        }
        feed.unlisten(key, listener);
    }

    /** Begins to be woken; false if the feed is no longer followed. */
    boolean listens() {
        return feed.listen(key, listener);
    }

    private void pumpWoken() {
        woken.set(false);
        pump();
    }

    /** One step forward; returns whether there may be another at once. */
    private boolean step() {
        if (!taken.isEmpty()) {
            show();
            return true;
        }
        position = afterTaken;
        if (order != null) {
            return false;
        }
        var read = feed.read(key, position, TAKEN_BYTES);
        noteBeginning(read instanceof Feed.Tail.Records);
        return switch (read) {
            case Feed.Tail.Records tail -> {
                take(tail.entries(), tail.next());
                if (tail.entries().isEmpty()) {
                    settle();
                }
                yield !tail.entries().isEmpty();
            }
            case Feed.Tail.Behind behind -> {
                orderPage();
                yield false;
            }
        };
    }

    private void noteBeginning(boolean inRing) {
        if (!begun && start.cursor() != null) {
            observer.resumed(inRing);
        }
        begun = true;
    }

    private void take(List<Entry> entries, Position next) {
        taken.addAll(entries);
        afterTaken = next;
        if (taken.isEmpty()) {
            position = next;
        }
    }

    /** Nothing more is known: the stream waits for live events, if history is done. */
    private void settle() {
        if (live) {
            return;
        }
        if (position.offset() < start.historyEnd()) {
            // What is missing may be nothing of this user's, and then nobody else would wake us.
            feed.whenReached(start.historyEnd(), listener);
            return;
        }
        live = true;
        sink.write(new Frame.CaughtUp(cursor()));
    }

    private void orderPage() {
        if (live) {
            live = false;
            observer.fellBack();
        }
        var ordered = log.history().page(feed.partition(), position, feed.completeFrom(key), key);
        order = ordered;
        var _ = ordered.whenCompleteAsync(this::arrived, executor);
    }

    private void arrived(@Nullable Page page, @Nullable Throwable error) {
        if (closed) {
            return;
        }
        if (page == null) {
            // The reader has told why; it tells once for all who wait.
            LOG.debug("history page failed partition={}: {}", feed.partition(), error);
            CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, executor)
                    .execute(() -> goOn(null));
        } else {
            goOn(page);
        }
    }

    private void goOn(@Nullable Page page) {
        order = null;
        if (closed) {
            return;
        }
        switch (page) {
            case null -> {}
            case Page.Records records -> take(records.entries(), records.next());
            case Page.Deleted deleted -> skipTo(deleted.earliest());
        }
        pump();
    }

    private void skipTo(Position earliest) {
        var from = cursor();
        take(List.of(), earliest);
        if (earliest.offset() > from.offset()) {
            presenter.gap(from, cursor(), GapReason.RETENTION);
        }
    }

    private void show() {
        do {
            showNext();
        } while (!live && !taken.isEmpty() && !presenter.isFull());
        presenter.flush();
    }

    private void showNext() {
        var entry = taken.remove();
        if (!view.mayShow(entry)) {
            position = entry.behind();
            return;
        }
        var before = cursor();
        position = entry.after();
        if (presenter.show(entry, before, cursor(), live)) {
            close();
        }
    }
}
