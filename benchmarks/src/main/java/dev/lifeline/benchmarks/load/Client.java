package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.UserKey;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One user, who is shown events on a connection, and on the next from where it broke off. Comes
 * back by itself, as the protocol tells clients to, unless it has gone on purpose. What is not
 * called from outside is confined to its event loop.
 */
public final class Client {

    private static final int RESTART = 1012;
    private static final int NO_CODE = -1;
    private static final int MILLIS_BEFORE_RETURN = 500;

    private final Connector connector;
    private final EventLoop loop;
    private final DeliveryLedger ledger;
    private final Tally tally;
    private CompletableFuture<Long> caughtUp = new CompletableFuture<>();
    private @Nullable String cursor;
    private @Nullable Channel channel;
    private boolean wanted;
    private long expected = -1;

    Client(UserKey user, Connector connector, EventLoop loop, Tally tally) {
        this.connector = connector;
        this.loop = loop;
        this.ledger = new DeliveryLedger(user, tally.faults());
        this.tally = tally;
    }

    /**
     * Opens a connection, behind what was shown on the last.
     *
     * @param expected how many events will have been shown when history is done; negative if that
     *     is not known
     * @return completes when history is done, with {@link System#nanoTime()} of that moment
     */
    public CompletableFuture<Long> connect(long expected) {
        var done = new CompletableFuture<Long>();
        loop.execute(() -> {
            caughtUp = done;
            this.expected = expected;
            wanted = true;
            open();
        });
        return done;
    }

    /**
     * Breaks the connection off, as a network does that fails: nothing is said, and what was
     * received and not yet read is lost.
     */
    public void cut() {
        loop.execute(() -> {
            wanted = false;
            if (channel != null) {
                connector.cut(channel);
            }
        });
    }

    /** Reads no more, and leaves the connection open. */
    public void stall() {
        loop.execute(() -> setReading(false));
    }

    /** Reads again. */
    public void readOn() {
        loop.execute(() -> setReading(true));
    }

    /** How many events have been shown, each once. */
    public long shown() {
        return ledger.shown();
    }

    private void setReading(boolean reading) {
        if (channel != null) {
            channel.config().setAutoRead(reading);
        }
    }

    private void open() {
        if (wanted) {
            connector.open(this, loop, cursor);
        }
    }

    void opened(Channel opened) {
        channel = opened;
        if (!wanted) {
            connector.cut(opened);
        }
    }

    /** There is no connection, or none any more; the code is negative if none was given. */
    void gone(int code) {
        channel = null;
        if (!wanted) {
            return;
        }
        if (code == NO_CODE || code == RESTART || (code >= 4100 && code < 4200)) {
            tally.returned(code);
            long delay = ThreadLocalRandom.current().nextLong(MILLIS_BEFORE_RETURN);
            var _ = loop.schedule(this::open, MILLIS_BEFORE_RETURN + delay, TimeUnit.MILLISECONDS);
        } else {
            ledger.fault("was closed with %d".formatted(code));
        }
    }

    void take(byte[] text) {
        try {
            take(Frame.read(text));
        } catch (IOException e) {
            ledger.fault("was sent what is no frame: %s".formatted(e));
        }
    }

    private void take(Frame frame) {
        for (var event : frame.events()) {
            ledger.add(event);
            tally.latencies().shown(event.occurredAt());
        }
        tally.shown(frame.events().size());
        if (frame.cursor() != null) {
            cursor = frame.cursor();
        }
        switch (frame.kind()) {
            case "welcome", "event", "events", "heartbeat", "goaway" -> {}
            case "caught_up" -> caughtUp();
            default -> ledger.fault("was sent a frame of kind " + frame.kind());
        }
    }

    private void caughtUp() {
        if (expected >= 0) {
            ledger.claimComplete(expected);
        }
        expected = -1;
        caughtUp.complete(System.nanoTime());
    }
}
