package dev.lifeline.benchmarks.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's own clients with the executor's settings and records of the same bytes, encoded
 * beforehand: one producer, and one consumer that tells whoever waits.
 */
final class BareKafka implements Side {

    static final String TOPIC = "bare";

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ProducerRecord<byte[], byte[]>> records;
    private final AtomicReferenceArray<CompletableFuture<Long>> waiting;
    private final Thread reader;
    private volatile boolean closed;

    BareKafka(Map<String, Object> kafka, int partitions, int writers) {
        producer =
                new KafkaProducer<>(
                        asInTheExecutor(kafka),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        withoutCommits(kafka),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        var all =
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                        .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        records = IntStream.range(0, writers).mapToObj(i -> record(i, partitions)).toList();
        waiting = new AtomicReferenceArray<>(writers);
        reader = Thread.ofPlatform().name("bare-reader").start(this::read);
    }

    private static Map<String, Object> asInTheExecutor(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        return settings;
    }

    private static Map<String, Object> withoutCommits(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return settings;
    }

    /** The key says who waits. */
    private static ProducerRecord<byte[], byte[]> record(int writer, int partitions) {
        var event = Events.of(writer, "executor-1", 1);
        return new ProducerRecord<>(
                TOPIC,
                Events.user(writer).partition(partitions),
                null,
                Integer.toString(writer).getBytes(UTF_8),
                new Codec().encode(event),
                Headers.of(event));
    }

    @Override
    public void announce(int writer) {
        var readBack = new CompletableFuture<Long>();
        waiting.set(writer, readBack);
        var _ = producer.send(records.get(writer));
        readBack.join();
    }

    private void read() {
        while (!closed) {
            try {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    int writer = Integer.parseInt(new String(record.key(), UTF_8));
                    waiting.get(writer).complete(record.offset());
                }
            } catch (WakeupException e) {
                // Closed: the loop ends.
            }
        }
        consumer.close();
    }

    @Override
    public void close() {
        producer.close();
        closed = true;
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
