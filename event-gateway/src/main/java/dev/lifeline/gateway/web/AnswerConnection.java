package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.problem.Problem;
import dev.lifeline.gateway.stream.Frame;
import dev.lifeline.gateway.stream.Sink;
import dev.lifeline.gateway.stream.Subscription;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream as an HTTP answer that goes on. All but {@link #tick}, {@link #goAway} and {@link
 * #enter} happens on the call's own event loop.
 */
final class AnswerConnection implements Connection, Sink {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerConnection.class);

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Executor executor;
    private final Outbox outbox;
    private final Connections connections;
    private final GatewayMetrics metrics;
    private final Duration heartbeat;
    private final Duration silence;
    private final Clock clock;
    private volatile @Nullable Caller caller;
    private volatile Connections.@Nullable Place place;
    private volatile Instant lastFrameAt;
    private @Nullable Begun begun;
    // The next event, while its time has not come.
    private @Nullable Frame pending;
    private boolean completing;
    private boolean ended;

    AnswerConnection(
            HttpServerRequest request,
            Context context,
            Connections connections,
            GatewayMetrics metrics,
            GatewayConfig config,
            Clock clock) {
        this.request = request;
        this.response = request.response();
        this.executor = task -> context.runOnContext(v -> run(task));
        this.connections = connections;
        this.metrics = metrics;
        this.heartbeat = config.heartbeat();
        this.silence = config.clientSilence();
        this.clock = clock;
        this.outbox = new Outbox(response::write, request.connection(), metrics, clock);
        this.lastFrameAt = clock.instant();
        response.setWriteQueueMaxSize((int) config.limits().outboundQueue().asLongValue());
        response.drainHandler(v -> run(this::pump));
        response.closeHandler(v -> gone());
        response.exceptionHandler(this::broke);
    }

    /**
     * How a stream is wanted.
     *
     * @param follows whether it goes on after what is there now
     * @param pace null: as fast as possible
     * @param resumed whether the client has been here before
     */
    record Wish(StreamFormat format, boolean follows, @Nullable Pace pace, boolean resumed) {}

    /** A stream that has been opened, and the answer that it is written to. */
    private record Begun(Wish wish, AnswerWriter writer, Subscription subscription) {}

    Executor executor() {
        return executor;
    }

    /** Takes note of whose it is. */
    void enter(Caller owner) {
        caller = owner;
        place = connections.enter(owner.user());
        executor.execute(() -> {
            if (ended) {
                gone();
            }
        });
    }

    void begin(Wish wish, Subscription opened) {
        executor.execute(() -> {
            if (ended) {
                opened.close();
                return;
            }
            connections.add(this);
            var writer = new AnswerWriter(request, outbox, wish.format());
            var id = UUID.randomUUID().toString();
            var welcome = new Frame.Welcome(id, opened.cursor(), heartbeat);
            begun = new Begun(wish, writer, opened);
            if (wish.resumed()) {
                writer.hold(welcome);
            } else {
                writer.write(welcome);
            }
            opened.start();
        });
    }

    void refuse(Problem problem) {
        executor.execute(() -> {
            if (!ended) {
                gone();
                ProblemAnswers.send(response, problem);
            }
        });
    }

    @Override
    public boolean writable() {
        return !ended && pending == null && !response.writeQueueFull();
    }

    /** A pace is kept event by event. */
    @Override
    public int batch() {
        var current = begun;
        return current == null || current.wish().pace() == null ? Sink.super.batch() : 1;
    }

    @Override
    public void write(Frame frame) {
        var wait = waitFor(frame);
        if (wait.isPositive()) {
            pending = frame;
            after(wait, this::writePending);
        } else {
            writeNow(frame);
        }
    }

    @Override
    public void completed() {
        completing = true;
        if (pending == null) {
            finish();
        }
    }

    @Override
    public void tick(Instant now) {
        var current = caller;
        if (current != null && !now.isBefore(current.expiresAt())) {
            executor.execute(this::expire);
        } else if (outbox.isStuckSince(now.minus(silence))) {
            executor.execute(this::lose);
        } else if (!now.isBefore(lastFrameAt.plus(heartbeat))) {
            executor.execute(this::beat);
        }
    }

    @Override
    public void goAway(Duration delay) {
        executor.execute(() -> writeNow(new Frame.GoAway(delay, "the gateway restarts")));
        after(delay, this::breakOff);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // The answer's boundary: it ends before its time, and the client comes back.
            LOG.error("an answer failed", e);
            breakOff();
        }
    }

    private void after(Duration wait, Runnable task) {
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(task);
    }

    private Duration waitFor(Frame frame) {
        var pace = begun == null ? null : begun.wish().pace();
        var events = frame.events();
        return pace == null || events.isEmpty()
                ? Duration.ZERO
                : pace.until(events.getFirst().occurredAt());
    }

    private void writeNow(Frame frame) {
        var current = begun;
        if (current == null || ended) {
            return;
        }
        lastFrameAt = clock.instant();
        current.writer().write(frame);
        if (frame instanceof Frame.CaughtUp && !current.wish().follows()) {
            finish();
        }
    }

    private void writePending() {
        var due = pending;
        if (due == null) {
            return;
        }
        pending = null;
        writeNow(due);
        if (completing) {
            finish();
        } else {
            pump();
        }
    }

    private void beat() {
        var current = begun;
        if (current == null || ended) {
            return;
        }
        var stored = current.writer().stored();
        if (pending == null) {
            current.subscription().heartbeat();
        } else if (stored != null && !response.writeQueueFull()) {
            // The stream stands behind the event that waits; the client does not.
            writeNow(new Frame.Heartbeat(stored));
        }
    }

    private void pump() {
        var current = begun;
        if (current != null) {
            current.subscription().pump();
        }
    }

    private void finish() {
        var current = begun;
        if (current != null && !ended) {
            gone();
            current.writer().finish();
        }
    }

    private void broke(Throwable error) {
        outbox.failed(error);
        gone();
    }

    /** The client takes nothing of what waits for it: it is gone, or as good as that. */
    private void lose() {
        if (!ended) {
            outbox.lost();
            outbox.cut();
            gone();
        }
    }

    private void expire() {
        if (!ended) {
            metrics.refused("token-expired");
            breakOff();
        }
    }

    private void breakOff() {
        var current = begun;
        if (current != null && !ended) {
            gone();
            current.writer().breakOff();
        }
    }

    private void gone() {
        ended = true;
        pending = null;
        connections.remove(this);
        outbox.close();
        var leaving = place;
        if (leaving != null) {
            leaving.leave();
        }
        var current = begun;
        if (current != null) {
            current.subscription().close();
        }
    }
}
