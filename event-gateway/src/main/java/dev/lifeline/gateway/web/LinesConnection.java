package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.gateway.problem.Problem;
import dev.lifeline.gateway.stream.Frame;
import dev.lifeline.gateway.stream.Sink;
import dev.lifeline.gateway.stream.Subscription;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's events as an HTTP answer, one JSON line each; what is no event is left out. */
final class LinesConnection implements Connection, Sink {

    private static final Logger LOG = LoggerFactory.getLogger(LinesConnection.class);

    private final HttpServerResponse response;
    private final Executor executor;
    private final Connections connections;
    private volatile @Nullable Caller caller;
    private @Nullable Subscription subscription;
    private boolean follows = true;
    private boolean ended;

    LinesConnection(
            HttpServerResponse response, Context context, Connections connections, int queue) {
        this.response = response;
        this.executor = task -> context.runOnContext(v -> run(task));
        this.connections = connections;
        response.setWriteQueueMaxSize(queue);
        response.drainHandler(v -> run(this::pump));
        response.closeHandler(v -> gone());
        response.exceptionHandler(v -> gone());
    }

    Executor executor() {
        return executor;
    }

    /** Takes note of whose it is, and whether it goes on after what is there now. */
    void of(Caller owner, boolean follow) {
        caller = owner;
        follows = follow;
    }

    void begin(Subscription opened) {
        executor.execute(() -> {
            if (ended) {
                opened.close();
                return;
            }
            subscription = opened;
            connections.add(this);
            response.putHeader("Content-Type", "application/x-ndjson");
            response.putHeader("Cache-Control", "no-store");
            response.putHeader("X-Accel-Buffering", "no");
            response.setChunked(true);
            var _ = response.writeHead();
            opened.start();
        });
    }

    void refuse(Problem problem) {
        executor.execute(() -> {
            ended = true;
            ProblemAnswers.send(response, problem);
        });
    }

    @Override
    public boolean writable() {
        return !ended && !response.writeQueueFull();
    }

    @Override
    public void write(Frame frame) {
        switch (frame) {
            case Frame.Live live -> line(live.event());
            case Frame.History history -> history.events().forEach(this::line);
            case Frame.CaughtUp _ -> {
                if (!follows) {
                    end();
                }
            }
            case Frame.Welcome _,
                    Frame.Heartbeat _,
                    Frame.Gap _,
                    Frame.GoAway _,
                    Frame.Refusal _ -> {}
        }
    }

    @Override
    public void completed() {
        end();
    }

    @Override
    public void tick(Instant now) {
        var current = caller;
        if (current != null && !now.isBefore(current.expiresAt())) {
            executor.execute(this::cut);
        }
    }

    @Override
    public void goAway(Duration delay) {
        executor.execute(this::cut);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // The answer's boundary: it is cut, so that the client can tell that it is not whole.
            LOG.error("an answer failed", e);
            cut();
        }
    }

    private void line(Reading.Event event) {
        response.write(event.json() + "\n");
    }

    private void pump() {
        var current = subscription;
        if (current != null) {
            current.pump();
        }
    }

    private void end() {
        if (!ended) {
            response.end();
            gone();
        }
    }

    /** Ends it before its time, and so that the client can tell: the last chunk is missing. */
    private void cut() {
        if (!ended) {
            gone();
            response.reset();
        }
    }

    private void gone() {
        ended = true;
        connections.remove(this);
        var current = subscription;
        if (current != null) {
            current.close();
        }
    }
}
