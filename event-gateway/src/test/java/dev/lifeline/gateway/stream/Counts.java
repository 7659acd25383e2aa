package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.log.LogObserver;
import dev.lifeline.gateway.log.Reading;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what happens while streams are read. */
final class Counts implements StreamObserver, LogObserver {

    final AtomicInteger fallbacks = new AtomicInteger();
    final AtomicInteger fromRing = new AtomicInteger();
    final AtomicInteger fromLog = new AtomicInteger();
    final AtomicInteger hits = new AtomicInteger();
    final AtomicInteger misses = new AtomicInteger();
    final AtomicLong liveBytes = new AtomicLong();
    final AtomicLong historyBytes = new AtomicLong();
    final AtomicLong mostKept = new AtomicLong();
    final AtomicInteger chunks = new AtomicInteger();
    final AtomicInteger pages = new AtomicInteger();
    final AtomicInteger mostChunks = new AtomicInteger();

    @Override
    public void delivered(Reading.Event event, boolean live) {}

    @Override
    public void resumed(boolean isFromRing) {
        (isFromRing ? fromRing : fromLog).incrementAndGet();
    }

    @Override
    public void fellBack() {
        fallbacks.incrementAndGet();
    }

    @Override
    public void gap(GapReason reason) {}

    @Override
    public void read(Mode mode, long bytes) {
        switch (mode) {
            case LIVE -> liveBytes.addAndGet(bytes);
            case HISTORY -> historyBytes.addAndGet(bytes);
        }
    }

    @Override
    public void pageAsked(boolean inMemory) {
        (inMemory ? hits : misses).incrementAndGet();
    }

    @Override
    public void reading(int chunksNow, int pagesNow) {
        chunks.set(chunksNow);
        pages.set(pagesNow);
        mostChunks.accumulateAndGet(chunksNow, Math::max);
    }

    @Override
    public void kept(long bytes) {
        mostKept.accumulateAndGet(bytes, Math::max);
    }

    @Override
    public void withoutBeats(int partitions) {}
}
