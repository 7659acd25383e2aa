package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the owned partitions as every other reader does, and tells whoever waits whether what was
 * written counts. One thread reads; the other methods may be called from any.
 */
final class ReadBack implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReadBack.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Codec codec;
    private final String executorId;
    private final Clock clock;
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Followed> followed = new HashMap<>();
    private final Map<Expected, Expectation> expected = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    ReadBack(KafkaConsumer<byte[], byte[]> consumer, Codec codec, String executorId, Clock clock) {
        this.consumer = consumer;
        this.codec = codec;
        this.executorId = executorId;
        this.clock = clock;
        thread = Thread.ofPlatform().name("read-back").start(this::run);
    }

    /** Begins to read a partition that has just been taken. */
    void follow(OwnedPartition owned, OwnershipRule rule, long position) {
        change(() -> {
            followed.put(owned.partition(), new Followed(owned, rule));
            assign();
            consumer.seek(topicPartition(owned.partition()), position);
        });
    }

    /** Stops reading a partition; what is still awaited there fails. */
    void unfollow(OwnedPartition owned) {
        owned.lose();
        failExpected(owned);
        change(() -> {
            var current = followed.get(owned.partition());
            if (current != null && current.owned() == owned) {
                followed.remove(owned.partition());
                assign();
            }
        });
    }

    /**
     * Waits for an event to be read back, or for its partition to be lost.
     *
     * @param value the event as it will be written; never changed, and unlike any other
     */
    void expect(OwnedPartition owned, byte[] value, Expectation expectation) {
        expected.put(new Expected(owned, value), expectation);
        if (owned.isLost()) {
            failExpected(owned);
        }
    }

    private void change(Runnable change) {
        changes.add(change);
        consumer.wakeup();
    }

    private void assign() {
        consumer.assign(followed.keySet().stream().map(ReadBack::topicPartition).toList());
    }

    private void run() {
        while (!closed) {
            try {
                applyChanges();
                poll();
            } catch (WakeupException e) {
                // Something has changed: the next turn of the loop applies it.
            } catch (KafkaException e) {
                // Kafka's client retries on its own; what it reports here must not end the thread.
                LOG.warnf("reading back: %s", e.getMessage());
            }
        }
        consumer.close();
    }

    private void applyChanges() {
        for (var change = changes.poll(); change != null; change = changes.poll()) {
            change.run();
        }
    }

    private void poll() {
        if (followed.isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            return;
        }
        for (var record : consumer.poll(POLL)) {
            var reading = followed.get(record.partition());
            if (reading != null) {
                read(record, reading);
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Followed reading) {
        // The same bytes are the same event of the same owner, which most records are: neither
        // decoding nor headers would tell more.
        var expectation = expected.remove(new Expected(reading.owned(), record.value()));
        if (expectation != null) {
            readExpected(expectation, record.offset(), reading);
        } else {
            readOther(record, reading);
        }
        reading.owned().readUpTo(record.offset() + 1);
    }

    private void readExpected(Expectation expectation, long offset, Followed reading) {
        var owned = reading.owned();
        if (reading.rule().admits(owned.epoch(), executorId)) {
            expectation.counts(offset);
        } else {
            expectation.lost(owned.ownershipLost());
            unfollow(owned);
        }
    }

    private void readOther(ConsumerRecord<byte[], byte[]> record, Followed reading) {
        try {
            var kind = Headers.text(record.headers(), Headers.CONTROL);
            if (kind != null) {
                readControl(codec.decode(record.value(), OwnerControl.class), kind, reading);
            }
        } catch (UndecodableException e) {
            // The monitor reports it to the dead letters; here it says nothing about owners.
            LOG.warnf(
                    "skipped %s-%d@%d: %s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    private void readControl(OwnerControl control, String kind, Followed reading) {
        if (kind.equals(Headers.OWNER)) {
            if (reading.rule().takes(control.getOwnerEpoch(), control.getExecutorId())) {
                LOG.infof(
                        "partition %d: taken by %s with epoch %d",
                        reading.owned().partition(),
                        control.getExecutorId(),
                        control.getOwnerEpoch());
                unfollow(reading.owned());
            }
        } else if (reading.rule().admits(control.getOwnerEpoch(), control.getExecutorId())
                && kind.equals(Headers.BEAT)) {
            reading.owned().confirm(clock.instant());
        }
    }

    private void failExpected(OwnedPartition owned) {
        expected.forEach((key, expectation) -> {
            if (key.owned == owned && expected.remove(key, expectation)) {
                expectation.lost(owned.ownershipLost());
            }
        });
    }

    private static TopicPartition topicPartition(int partition) {
        return new TopicPartition(Topics.EVENTS, partition);
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Told once what became of an event. */
    interface Expectation {

        /** It has been read back, and counts. */
        void counts(long offset);

        /** It does not count, or nobody can tell any more. */
        void lost(OwnershipLostException reason);
    }

    /** A partition being read, with what is known of its ownership. */
    private record Followed(OwnedPartition owned, OwnershipRule rule) {}

    /** An event that somebody waits for, known by its bytes. */
    private static final class Expected {

        private final OwnedPartition owned;
        private final byte @Nullable [] value;
        private final int hash;

        Expected(OwnedPartition owned, byte @Nullable [] value) {
            this.owned = owned;
            this.value = value;
            hash = 31 * owned.hashCode() + Arrays.hashCode(value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Expected that
                    && owned == that.owned
                    && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
