package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.log.Entry;
import dev.lifeline.gateway.log.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a stream's records into frames: one each while live, several in one while catching up. */
final class Presenter {

    private static final int FRAME_CHARACTERS = 64 * 1024;

    private final View view;
    private final Sink sink;
    private final StreamObserver observer;
    private final Cursor begin;
    private final long shownFrom;
    private final List<Reading.Event> batch = new ArrayList<>();
    private int batchCharacters;
    private @Nullable Cursor batchEnd;
    private boolean firstExpected;

    Presenter(View view, Start start, Sink sink, StreamObserver observer, Cursor begin) {
        this.view = view;
        this.sink = sink;
        this.observer = observer;
        this.begin = begin;
        var cursor = start.cursor();
        this.shownFrom = cursor == null ? 0 : cursor.offset();
        this.firstExpected = view.run() != null && view.fromSequence() == 1 && cursor == null;
    }

    /**
     * Shows a record, if it is one to show.
     *
     * @return whether it was the stream's last
     */
    boolean show(Entry entry, Cursor before, Cursor after, boolean live) {
        boolean seen = entry.offset() < shownFrom;
        return switch (entry.reading()) {
            case Reading.Disowned _ -> false;
            case Reading.Undecodable _ -> {
                if (!seen) {
                    gap(before, after, GapReason.UNDECODABLE);
                }
                yield false;
            }
            case Reading.Event event -> {
                if (!seen && view.shows(event)) {
                    announceLostBeginning(event, before);
                    write(event, after, live);
                }
                yield isLast(event);
            }
        };
    }

    void gap(Cursor from, Cursor to, GapReason reason) {
        flush();
        observer.gap(reason);
        sink.write(new Frame.Gap(from, to, reason));
    }

    boolean isFull() {
        return batch.size() >= sink.batch() || batchCharacters >= FRAME_CHARACTERS;
    }

    void flush() {
        var end = batchEnd;
        if (end != null) {
            sink.write(new Frame.History(end, batch));
            batch.clear();
            batchCharacters = 0;
            batchEnd = null;
        }
    }

    private void write(Reading.Event event, Cursor after, boolean live) {
        observer.delivered(event, live);
        if (live) {
            sink.write(new Frame.Live(after, event));
        } else {
            batch.add(event);
            batchCharacters += event.json().length();
            batchEnd = after;
        }
    }

    /** A run is shown from its first event; where that is gone, the user is told. */
    private void announceLostBeginning(Reading.Event first, Cursor before) {
        if (firstExpected && first.sequence() > 1) {
            gap(begin, before, GapReason.RETENTION);
        }
        firstExpected = false;
    }

    private boolean isLast(Reading.Event event) {
        if (!view.endsWith(event)) {
            return false;
        }
        flush();
        sink.completed();
        return true;
    }
}
