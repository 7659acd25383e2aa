package dev.lifeline.executor.log;

import dev.lifeline.schemas.Headers;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Freezes whoever reads a certain event, between having fetched and having seen it, as SIGSTOP may
 * do with a process. Made by Kafka's clients, so what it is told is static.
 */
public final class Freezer
        implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {

    private static volatile Freeze next = Freeze.at("");

    /** The next reader of that event freezes. */
    static void freezeAt(String eventId) {
        next = Freeze.at(eventId);
    }

    static boolean isFrozen() {
        return next.begun().getCount() == 0;
    }

    static void thaw() {
        next.ended().countDown();
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        var freeze = next;
        boolean isThere =
                StreamSupport.stream(records.spliterator(), false)
                        .map(record -> Headers.text(record.headers(), Headers.ID))
                        .anyMatch(freeze.eventId()::equals);
        if (isThere) {
            freeze.begun().countDown();
            try {
                freeze.ended().await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return records;
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        return record;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception error) {}

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public void close() {}

    /** One freeze, from its beginning to its end. */
    private record Freeze(String eventId, CountDownLatch begun, CountDownLatch ended) {

        static Freeze at(String eventId) {
            return new Freeze(eventId, new CountDownLatch(1), new CountDownLatch(1));
        }
    }
}
