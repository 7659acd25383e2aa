package dev.lifeline.monitor.webhook;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes alerts from their topic to the receiver, at least once and in the order of their partition.
 * An offset is committed when the receiver has answered, and not before; a thread of its own.
 */
final class AlertForwarder implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AlertForwarder.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** All that is read ahead of the receiver. */
    private static final int AHEAD = 50;

    private final Map<String, Object> settings;
    private final Codec codec;
    private final Receiver receiver;
    private final AlertSender sender;
    private final WebhookTelemetry telemetry;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("monitor-webhook").daemon().unstarted(this::forwardForGood);

    private volatile @Nullable Consumer<String, byte[]> current;

    AlertForwarder(
            Map<String, Object> kafka,
            String group,
            Codec codec,
            Receiver receiver,
            AlertSender sender,
            WebhookTelemetry telemetry) {
        this.settings = settings(kafka, group);
        this.codec = codec;
        this.receiver = receiver;
        this.sender = sender;
        this.telemetry = telemetry;
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopped.countDown();
        receiver.close();
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forwardForGood() {
        try {
            do {
                forwardUntilFailure();
            } while (!stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("The webhook's thread ends", e);
        }
    }

    private void forwardUntilFailure() throws InterruptedException {
        try {
            forward();
        } catch (WakeupException e) {
            LOG.debug("The webhook is asked to stop", e);
        } catch (RuntimeException e) {
            // The thread's boundary: whatever it was, what is not committed is read anew.
            LOG.debug("The webhook begins again", e);
            telemetry.hangs("alerts cannot be taken from Kafka: " + e);
        }
    }

    private void forward() throws InterruptedException {
        var consumer = new PatientConsumer<>(settings, new StringDeserializer(), codec);
        try {
            current = consumer;
            var lanes = new Lanes(consumer, codec, sender.repeats());
            consumer.subscribe(List.of(Topics.ALERTS), lanes);
            forward(consumer, lanes);
        } finally {
            consumer.close(CloseOptions.timeout(PATIENCE));
        }
    }

    private void forward(Consumer<String, byte[]> consumer, Lanes lanes)
            throws InterruptedException {
        boolean more = false;
        while (stopped.getCount() > 0) {
            // Also while alerts wait: whoever does not poll loses its partitions.
            lanes.take(consumer.poll(more ? Duration.ZERO : POLL));
            lanes.commit();
            more = false;
            for (var lane : lanes.all()) {
                more |= sender.sendNext(lane);
            }
            lanes.commit();
            sender.resend(lanes.all());
            if (lanes.isEmpty()) {
                sender.forgetFailures();
            }
            if (lanes.nothingWaits() && !sender.isFailing()) {
                telemetry.goesOn();
            }
        }
    }

    private static Map<String, Object> settings(Map<String, Object> kafka, String group) {
        var settings = new HashMap<>(kafka);
        // A dead instance's alerts wait no longer than its runs.
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "lifeline-monitor-webhook");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AHEAD);
        return settings;
    }
}
