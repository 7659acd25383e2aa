package dev.lifeline.gateway.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.receipt.ReceiptObserver.Outcome;
import dev.lifeline.schemas.UserKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Which receipts are sent, and when. */
class ReceiptsTest {

    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final Uuid LOG = Uuid.randomUuid();

    private final Outbox outbox = new Outbox();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Receipts receipts = new Receipts(outbox, outcomes::add, 3);

    @Test
    void of_each_connection_the_newest_place_is_sent_once() {
        receipts.take(receipt("a", 5));
        receipts.take(receipt("a", 9));
        receipts.take(receipt("a", 7));
        receipts.take(receipt("b", 1));

        receipts.send();
        outbox.takeAll();
        receipts.send();

        assertThat(outbox.sent).containsExactlyInAnyOrder("a:9", "b:1");
        assertThat(outcomes).containsExactly(Outcome.SENT, Outcome.SENT);
    }

    @Test
    void what_is_on_its_way_is_waited_for_and_the_newest_is_kept_meanwhile() {
        receipts.take(receipt("a", 1));
        receipts.send();
        receipts.take(receipt("a", 2));
        receipts.take(receipt("a", 3));
        receipts.send();
        assertThat(outbox.sent).containsExactly("a:1");

        outbox.takeAll();
        receipts.send();

        assertThat(outbox.sent).containsExactly("a:1", "a:3");
    }

    @Test
    void what_kafka_did_not_take_is_sent_again_unless_there_is_news() {
        receipts.take(receipt("a", 1));
        receipts.take(receipt("b", 1));
        receipts.send();
        receipts.take(receipt("b", 2));
        outbox.refuseAll();

        receipts.send();

        assertThat(outbox.sent.subList(2, 4)).containsExactlyInAnyOrder("a:1", "b:2");
        assertThat(outcomes).containsExactly(Outcome.RETRIED, Outcome.RETRIED);
    }

    @Test
    void while_kafka_takes_nothing_only_one_is_tried() {
        outbox.isAway = true;
        receipts.take(receipt("a", 1));
        receipts.take(receipt("b", 1));
        receipts.take(receipt("c", 1));

        receipts.send();
        assertThat(outbox.sent).hasSize(1);

        outbox.isAway = false;
        receipts.send();
        assertThat(outbox.sent.subList(1, 4)).containsExactlyInAnyOrder("a:1", "b:1", "c:1");
    }

    @Test
    void beyond_the_bound_new_connections_news_is_dropped_and_told() {
        IntStream.range(0, 5).forEach(i -> receipts.take(receipt("c" + i, 1)));
        receipts.take(receipt("c0", 8));

        receipts.send();

        assertThat(outbox.sent).containsExactlyInAnyOrder("c0:8", "c1:1", "c2:1");
        assertThat(outcomes).containsExactly(Outcome.DROPPED, Outcome.DROPPED);
    }

    @Test
    void only_places_that_a_connection_was_sent_are_confirmed() {
        var confirmations = new Confirmations(receipts, "a", InstantSource.system());
        assertThat(confirmations.confirm(ALICE, cursor(LOG, 2, 1))).isFalse();
        confirmations.sent(cursor(LOG, 2, 10));

        assertThat(confirmations.confirm(ALICE, cursor(LOG, 2, 11))).isFalse();
        assertThat(confirmations.confirm(ALICE, cursor(LOG, 3, 5))).isFalse();
        assertThat(confirmations.confirm(ALICE, cursor(Uuid.randomUuid(), 2, 5))).isFalse();
        assertThat(confirmations.confirm(ALICE, cursor(LOG, 2, 10))).isTrue();
        receipts.send();
        outbox.takeAll();
        assertThat(confirmations.confirm(ALICE, cursor(LOG, 2, 9))).isTrue();
        receipts.send();

        assertThat(outbox.sent).containsExactly("a:10");
    }

    private static Cursor cursor(Uuid log, int partition, long offset) {
        return new Cursor(log, partition, offset, 1);
    }

    private static Receipt receipt(String connection, long offset) {
        return new Receipt(ALICE, connection, 2, offset, Instant.EPOCH);
    }

    /** Takes what is sent when the test says so. */
    private static final class Outbox implements ReceiptSender {

        private final List<String> sent = new ArrayList<>();
        private final List<CompletableFuture<Void>> open = new ArrayList<>();
        private boolean isAway;

        @Override
        public CompletableFuture<Void> send(Receipt receipt) {
            sent.add(receipt.connectionId() + ":" + receipt.offset());
            if (isAway) {
                return CompletableFuture.failedFuture(new IllegalStateException("away"));
            }
            var result = new CompletableFuture<Void>();
            open.add(result);
            return result;
        }

        @Override
        public void close() {}

        void takeAll() {
            var done = List.copyOf(open);
            open.clear();
            done.forEach(result -> result.complete(null));
        }

        void refuseAll() {
            var done = List.copyOf(open);
            open.clear();
            done.forEach(
                    result -> result.completeExceptionally(new IllegalStateException("refused")));
        }
    }
}
