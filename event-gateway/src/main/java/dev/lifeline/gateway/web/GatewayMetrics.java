package dev.lifeline.gateway.web;

import dev.lifeline.gateway.log.LogObserver;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.gateway.receipt.ReceiptObserver;
import dev.lifeline.gateway.stream.GapReason;
import dev.lifeline.gateway.stream.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The gateway's measurements. */
@Singleton
final class GatewayMetrics implements StreamObserver, LogObserver, ReceiptObserver {

    private final MeterRegistry meters;
    private final Clock clock;
    private final Counter live;
    private final Counter history;
    private final Counter fallbacks;
    private final Timer latency;
    private final Timer logLatency;
    private final Counter fromRing;
    private final Counter fromLog;
    private final Counter bytesLive;
    private final Counter bytesHistory;
    private final Counter pagesHit;
    private final Counter pagesMissed;
    private final AtomicInteger chunksReading;
    private final AtomicInteger pagesWaiting;
    private final AtomicLong chunkBytes;
    private final AtomicInteger withoutBeats;
    private final AtomicLong queueBytes;
    private final Counter lostClients;

    GatewayMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.live = meters.counter("lifeline.gateway.events", "mode", "live");
        this.history = meters.counter("lifeline.gateway.events", "mode", "history");
        this.fallbacks = meters.counter("lifeline.gateway.fallbacks");
        this.fromRing = meters.counter("lifeline.gateway.resumes", "source", "ring");
        this.fromLog = meters.counter("lifeline.gateway.resumes", "source", "log");
        this.bytesLive = meters.counter("lifeline.gateway.bytes.read", "mode", "live");
        this.bytesHistory = meters.counter("lifeline.gateway.bytes.read", "mode", "history");
        this.pagesHit = meters.counter("lifeline.gateway.pages", "chunk", "hit");
        this.pagesMissed = meters.counter("lifeline.gateway.pages", "chunk", "miss");
        this.chunksReading = gauge("lifeline.gateway.chunks.reading", new AtomicInteger());
        this.pagesWaiting = gauge("lifeline.gateway.pages.waiting", new AtomicInteger());
        this.chunkBytes = gauge("lifeline.gateway.chunk.bytes", new AtomicLong());
        this.queueBytes = gauge("lifeline.gateway.queue.bytes", new AtomicLong());
        this.lostClients = meters.counter("lifeline.gateway.lost.clients");
        this.withoutBeats = gauge("lifeline.gateway.partitions.without.beats", new AtomicInteger());
        this.latency = histogram("lifeline.gateway.latency");
        this.logLatency = histogram("lifeline.gateway.log.latency");
        for (var reason : GapReason.values()) {
            gaps(reason);
        }
        for (var outcome : Outcome.values()) {
            receipts(outcome);
        }
    }

    @Override
    public void delivered(Reading.Event event, boolean isLive) {
        if (isLive) {
            live.increment();
            var now = clock.instant();
            latency.record(since(event.occurredAt(), now));
            logLatency.record(since(event.appendedAt(), now));
        } else {
            history.increment();
        }
    }

    @Override
    public void fellBack() {
        fallbacks.increment();
    }

    @Override
    public void gap(GapReason reason) {
        gaps(reason).increment();
    }

    @Override
    public void receipt(Outcome outcome) {
        receipts(outcome).increment();
    }

    @Override
    public void resumed(boolean isFromRing) {
        (isFromRing ? fromRing : fromLog).increment();
    }

    @Override
    public void read(Mode mode, long bytes) {
        switch (mode) {
            case LIVE -> bytesLive.increment((double) bytes);
            case HISTORY -> bytesHistory.increment((double) bytes);
        }
    }

    @Override
    public void pageAsked(boolean inMemory) {
        (inMemory ? pagesHit : pagesMissed).increment();
    }

    @Override
    public void reading(int chunks, int pages) {
        chunksReading.set(chunks);
        pagesWaiting.set(pages);
    }

    @Override
    public void kept(long bytes) {
        chunkBytes.set(bytes);
    }

    @Override
    public void withoutBeats(int partitions) {
        withoutBeats.set(partitions);
    }

    /** More, or less, waits to be sent. */
    void queued(long bytes) {
        queueBytes.addAndGet(bytes);
    }

    /** A client had vanished without a word. */
    void lostClient() {
        lostClients.increment();
    }

    /** A connection, call or frame was refused. */
    void refused(String reason) {
        meters.counter("lifeline.gateway.refusals", "reason", reason).increment();
    }

    private Counter gaps(GapReason reason) {
        return meters.counter("lifeline.gateway.gaps", "reason", reason.text());
    }

    private Counter receipts(Outcome outcome) {
        var name = outcome.name().toLowerCase(Locale.ROOT);
        return meters.counter("lifeline.gateway.receipts", "outcome", name);
    }

    private Timer histogram(String name) {
        return Timer.builder(name).publishPercentileHistogram().register(meters);
    }

    /** A clock that is behind makes it nothing, where a timer would leave the event out. */
    private static Duration since(Instant then, Instant now) {
        return now.isBefore(then) ? Duration.ZERO : Duration.between(then, now);
    }

    private <T extends Number> T gauge(String name, T number) {
        meters.gauge(name, number);
        return number;
    }
}
