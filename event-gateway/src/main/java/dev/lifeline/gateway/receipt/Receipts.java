package dev.lifeline.gateway.receipt;

import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.receipt.ReceiptObserver.Outcome;
import dev.lifeline.schemas.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what clients confirm and sends it once a second, of each connection the newest place
 * only. While Kafka is away the newest is kept and sent later; nobody who confirms ever waits.
 */
public final class Receipts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** One for each connection that has confirmed something; beyond it, news is dropped. */
    private static final int MOST_WAITING = 100_000;

    private final ReceiptSender sender;
    private final ReceiptObserver observer;
    private final int mostWaiting;
    private final Map<String, Receipt> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("receipts").daemon().factory());
    private CompletableFuture<Void> onTheirWay = CompletableFuture.completedFuture(null);

    Receipts(ReceiptSender sender, ReceiptObserver observer, int mostWaiting) {
        this.sender = sender;
        this.observer = observer;
        this.mostWaiting = mostWaiting;
    }

    /** Receipts that go to Kafka, in this gateway's name. */
    public static Receipts toKafka(
            KafkaSettings kafka, Codec codec, String gatewayId, ReceiptObserver observer) {
        var receipts =
                new Receipts(
                        new KafkaReceiptSender(kafka, codec, gatewayId), observer, MOST_WAITING);
        var _ =
                receipts.timer.scheduleWithFixedDelay(
                        receipts::sendSafely,
                        PERIOD.toMillis(),
                        PERIOD.toMillis(),
                        TimeUnit.MILLISECONDS);
        return receipts;
    }

    /** Sends what is waiting, and lets what cannot be sent now go. */
    @Override
    public void close() {
        timer.execute(this::sendSafely);
        timer.shutdown();
        try {
            if (!timer.awaitTermination(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }

    /** Takes a receipt in place of the connection's earlier ones. */
    void take(Receipt receipt) {
        if (waiting.size() >= mostWaiting && !waiting.containsKey(receipt.connectionId())) {
            observer.receipt(Outcome.DROPPED);
            return;
        }
        waiting.merge(receipt.connectionId(), receipt, Receipt::newer);
    }

    /** Sends what is waiting, unless what was sent last is still on its way. */
    void send() {
        if (!onTheirWay.isDone()) {
            return;
        }
        var sent = new ArrayList<CompletableFuture<Void>>();
        for (var connection : List.copyOf(waiting.keySet())) {
            var receipt = waiting.remove(connection);
            if (receipt == null) {
                continue;
            }
            var sending = sender.send(receipt);
            sent.add(sending.handle((v, failure) -> sent(receipt, failure)));
            if (sending.isCompletedExceptionally()) {
                // Kafka takes nothing now: what is left waits for the next time.
                break;
            }
        }
        onTheirWay = CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0]));
    }

    private @Nullable Void sent(Receipt receipt, @Nullable Throwable failure) {
        if (failure == null) {
            observer.receipt(Outcome.SENT);
        } else {
            observer.receipt(Outcome.RETRIED);
            take(receipt);
        }
        return null;
    }

    private void sendSafely() {
        try {
            send();
        } catch (RuntimeException e) {
            // The thread's boundary: the next turn goes on with what is waiting.
            LOG.warn("receipts could not be sent: {}", e.toString());
        }
    }
}
