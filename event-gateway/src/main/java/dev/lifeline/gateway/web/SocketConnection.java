package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.limit.FrameLimit;
import dev.lifeline.gateway.limit.Rate;
import dev.lifeline.gateway.problem.Problem;
import dev.lifeline.gateway.receipt.Confirmations;
import dev.lifeline.gateway.receipt.Receipts;
import dev.lifeline.gateway.stream.Frame;
import dev.lifeline.gateway.stream.FrameJson;
import dev.lifeline.gateway.stream.Sink;
import dev.lifeline.gateway.stream.Subscription;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
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
 * One WebSocket of one user. All but {@link #tick} and {@link #goAway} happens on the socket's own
 * event loop.
 */
final class SocketConnection implements Connection, Sink {

    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

    /** How long a client may take to answer that it is closed. */
    private static final int CLOSING_SECONDS = 5;

    private final String id = UUID.randomUUID().toString();
    private final ServerWebSocket socket;
    private final Outbox outbox;
    private final ClientWatch watch;
    private final Executor executor;
    private final Callers callers;
    private final Connections connections;
    private final GatewayMetrics metrics;
    private final GatewayConfig config;
    private final Clock clock;
    private final Confirmations confirmations;
    private volatile @Nullable Caller caller;
    private volatile Connections.@Nullable Place place;
    private volatile @Nullable Subscription subscription;
    private volatile Instant lastFrameAt;
    private boolean closed;

    SocketConnection(
            ServerWebSocket socket,
            HttpConnection connection,
            Context context,
            Callers callers,
            Connections connections,
            Receipts receipts,
            GatewayMetrics metrics,
            GatewayConfig config,
            Clock clock) {
        this.socket = socket;
        this.executor = task -> context.runOnContext(v -> run(task));
        this.callers = callers;
        this.connections = connections;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        this.lastFrameAt = clock.instant();
        this.confirmations = new Confirmations(receipts, id, clock);
        this.outbox = new Outbox(socket::writeTextMessage, connection, metrics, clock);
        this.watch = new ClientWatch(config.clientSilence(), clock.instant());
    }

    Executor executor() {
        return executor;
    }

    /** Listens to the socket from its first frame on. */
    void listen() {
        connections.add(this);
        var limits = config.limits();
        var rate = new Rate(limits.framesPerSecond(), limits.framesBurst());
        var inbound =
                new ClientFrames(
                        this,
                        (int) limits.inboundFrame().asLongValue(),
                        new FrameLimit(rate, clock));
        socket.setWriteQueueMaxSize((int) limits.outboundQueue().asLongValue());
        socket.drainHandler(v -> run(this::drained));
        socket.pongHandler(pong -> watch.sign(clock.instant()));
        socket.frameHandler(frame -> {
            watch.sign(clock.instant());
            run(() -> inbound.frame(frame));
        });
        socket.exceptionHandler(this::broke);
        socket.closeHandler(v -> closed());
    }

    /** Takes note of who it is. */
    void enter(Caller entering) {
        caller = entering;
        place = connections.enter(entering.user());
        if (socket.isClosed()) {
            closed();
        }
    }

    /** The stream could be opened. */
    void opened(Subscription opened) {
        executor.execute(() -> begin(opened));
    }

    /** The stream could not be opened, unless that is null. */
    void failed(@Nullable Throwable failure) {
        if (failure != null) {
            executor.execute(() -> refuse(Failures.problem(failure)));
        }
    }

    /** Lets a fresh token of the same user take the old one's place. */
    void renew(String token) {
        callers.of(token)
                .whenCompleteAsync(
                        (renewed, failure) -> {
                            if (renewed != null) {
                                renew(renewed);
                            } else if (failure != null) {
                                refuseFrame(
                                        "not_authenticated", Failures.problem(failure).detail());
                            }
                        },
                        executor);
    }

    /** Tells the client that a frame of its was refused, unless it does not listen anyway. */
    void refuseFrame(String code, String message) {
        metrics.refused(code);
        if (writable()) {
            write(new Frame.Refusal(code, message));
        }
    }

    /** Takes note that the user has been shown everything up to there. */
    void confirm(Cursor cursor) {
        var current = caller;
        if (current == null || !confirmations.confirm(current.user(), cursor)) {
            refuseFrame("bad_cursor", "The cursor is none that this connection was sent.");
        }
    }

    /** Lets a client go whose text is none, as RFC 6455 demands. */
    void badText() {
        metrics.refused("bad-text");
        close(CloseCode.BAD_TEXT, "a text frame must be UTF-8");
    }

    /** Lets a client go whose message has no end in sight. */
    void tooLarge() {
        metrics.refused("too_large");
        close(CloseCode.TOO_LARGE, "a message may have 1 MiB at most, in however many frames");
    }

    /** Lets a client go that sends too much and does not stop. */
    void tooManyFrames() {
        metrics.refused("too_many_frames");
        close(CloseCode.TOO_MANY, "too many frames; connect again and send fewer");
    }

    @Override
    public boolean writable() {
        return !closed && !socket.isClosed() && !socket.writeQueueFull();
    }

    @Override
    public void write(Frame frame) {
        if (socket.isClosed()) {
            return;
        }
        lastFrameAt = clock.instant();
        var cursor = frame.stored();
        if (cursor != null) {
            confirmations.sent(cursor);
        }
        outbox.send(FrameJson.text(frame));
    }

    @Override
    public void completed() {
        close(CloseCode.DONE, "the run has ended");
    }

    @Override
    public void tick(Instant now) {
        executor.execute(() -> look(now));
        var current = caller;
        if (current != null && !now.isBefore(current.expiresAt())) {
            executor.execute(this::expire);
        } else if (!now.isBefore(lastFrameAt.plus(config.heartbeat()))) {
            executor.execute(this::heartbeat);
        }
    }

    @Override
    public void goAway(Duration delay) {
        executor.execute(() -> {
            // Before the welcome there is nothing to say: the close alone tells it to come back.
            if (!closed && subscription != null) {
                write(new Frame.GoAway(delay, "the gateway restarts"));
            }
        });
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(() -> close(CloseCode.RESTART, "the gateway restarts; connect again"));
    }

    /** Asks a silent client for a sign, and gives up one that gives none. */
    private void look(Instant now) {
        if (closed) {
            return;
        }
        switch (watch.judge(now)) {
            case PRESENT -> {}
            case ASK -> {
                var _ = socket.writePing(Buffer.buffer());
            }
            case GONE -> {
                outbox.lost();
                close(CloseCode.SILENT, "nothing was heard of you for too long; connect again");
            }
        }
    }

    private void broke(Throwable error) {
        LOG.debug("socket failed: {}", error.toString());
        outbox.failed(error);
    }

    private void drained() {
        watch.sign(clock.instant());
        pump();
    }

    private void begin(Subscription opened) {
        if (closed) {
            opened.close();
            return;
        }
        subscription = opened;
        write(new Frame.Welcome(id, opened.cursor(), config.heartbeat()));
        opened.start();
    }

    private void expire() {
        if (!closed) {
            metrics.refused("token-expired");
            close(CloseCode.NOT_AUTHENTICATED, "the token has expired; connect with a fresh one");
        }
    }

    private void renew(Caller renewed) {
        var current = caller;
        if (current == null || !current.user().equals(renewed.user())) {
            metrics.refused("another-user");
            close(CloseCode.FORBIDDEN, "that token is another user's");
        } else {
            caller = renewed;
        }
    }

    private void refuse(Problem problem) {
        metrics.refused(problem.type());
        close(CloseCode.of(problem), problem.detail());
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // The connection's boundary: its own fault ends it, and tells the client to come back.
            LOG.error("a stream failed", e);
            close(CloseCode.INTERNAL, "something broke here; connect again");
        }
    }

    private void pump() {
        var current = subscription;
        if (current != null) {
            current.pump();
        }
    }

    private void heartbeat() {
        var current = subscription;
        if (current != null && !closed) {
            current.heartbeat();
        }
    }

    private void close(CloseCode code, String reason) {
        if (!closed) {
            closed = true;
            socket.close(code.code(), CloseCode.shortened(reason));
            CompletableFuture.delayedExecutor(CLOSING_SECONDS, TimeUnit.SECONDS, executor)
                    .execute(outbox::cut);
        }
    }

    private void closed() {
        closed = true;
        connections.remove(this);
        outbox.close();
        var leaving = place;
        if (leaving != null) {
            leaving.leave();
        }
        var current = subscription;
        if (current != null) {
            current.close();
        }
    }
}
