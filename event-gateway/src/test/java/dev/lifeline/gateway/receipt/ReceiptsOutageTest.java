package dev.lifeline.gateway.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.receipt.ReceiptObserver.Outcome;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.TopicRecords;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What becomes of receipts while the broker is away. */
class ReceiptsOutageTest {

    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void what_was_confirmed_meanwhile_arrives_afterwards_and_only_the_newest_of_it()
            throws UndecodableException {
        try (var broker = BrokerProcess.start()) {
            Pen.createTopics(broker.bootstrapServers());
            var outcomes = new CopyOnWriteArrayList<Outcome>();
            try (var receipts =
                    Receipts.toKafka(
                            kafka(broker.bootstrapServers()),
                            new Codec(),
                            "gateway-1",
                            outcomes::add)) {
                receipts.take(receipt(1));
                await().atMost(LIMIT).until(() -> outcomes.contains(Outcome.SENT));

                broker.stop();
                receipts.take(receipt(2));
                await().atMost(LIMIT).until(() -> outcomes.contains(Outcome.RETRIED));
                receipts.take(receipt(3));
                broker.restart();

                await().atMost(LIMIT).until(() -> offsets(broker.bootstrapServers()).contains(3L));
                assertThat(offsets(broker.bootstrapServers())).startsWith(1L).endsWith(3L);
            }
        }
    }

    private static List<Long> offsets(String bootstrapServers) throws UndecodableException {
        var codec = new Codec();
        var offsets = new CopyOnWriteArrayList<Long>();
        for (var record : TopicRecords.of(bootstrapServers, Topics.DELIVERIES, ALICE)) {
            offsets.add(codec.decode(record.value(), Delivery.class).getCursorOffset());
        }
        return offsets;
    }

    private static Receipt receipt(long offset) {
        return new Receipt(ALICE, "c1", Pen.partition(ALICE), offset, Instant.now());
    }

    private static KafkaSettings kafka(String bootstrapServers) {
        return new KafkaSettings(
                Map.of("bootstrap.servers", bootstrapServers),
                "receipts-test",
                Duration.ofSeconds(2));
    }
}
