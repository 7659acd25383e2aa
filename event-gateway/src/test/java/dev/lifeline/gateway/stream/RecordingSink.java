package dev.lifeline.gateway.stream;

import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.log.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Takes frames while it has room, and remembers them. */
final class RecordingSink implements Sink {

    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);
    volatile boolean completed;

    @Override
    public boolean writable() {
        return room.get() > 0;
    }

    @Override
    public void write(Frame frame) {
        room.decrementAndGet();
        frames.add(frame);
    }

    @Override
    public void completed() {
        completed = true;
    }

    List<String> ids() {
        return events().map(e -> e.runId() + ":" + e.sequence()).toList();
    }

    Stream<Reading.Event> events() {
        return frames.stream()
                .flatMap(frame ->
                        switch (frame) {
                            case Frame.Live live -> Stream.of(live.event());
                            case Frame.History history -> history.events().stream();
                            default -> Stream.empty();
                        });
    }

    List<Frame.Gap> gaps() {
        return frames.stream()
                .filter(Frame.Gap.class::isInstance)
                .map(Frame.Gap.class::cast)
                .toList();
    }

    boolean hasCaughtUp() {
        return frames.stream().anyMatch(Frame.CaughtUp.class::isInstance);
    }

    void awaitCaughtUp() {
        await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(this::hasCaughtUp);
    }

    /** The cursors that a client would have stored, each with the number of events before it. */
    List<Stored> stored() {
        var stored = new ArrayList<Stored>();
        int count = 0;
        for (var frame : frames) {
            switch (frame) {
                case Frame.Live live -> stored.add(new Stored(live.cursor(), ++count));
                case Frame.History history -> {
                    count += history.events().size();
                    stored.add(new Stored(history.cursor(), count));
                }
                case Frame.CaughtUp caughtUp -> stored.add(new Stored(caughtUp.cursor(), count));
                default -> {}
            }
        }
        return stored;
    }

    /** A cursor, and how many events had been shown when it came. */
    record Stored(Cursor cursor, int events) {}
}
