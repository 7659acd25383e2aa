package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.OwnershipRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class FeedTest {

    private static final Bytes ALICE = key("alice");
    private static final Bytes BOB = key("bob");
    private static final int ALL = Integer.MAX_VALUE;

    /** Room for some ten records. */
    private final Feed feed = new Feed(0, at(100), 10 * 512L, new EventDecoder(new Codec()));

    @Test
    void givesEachUserTheOwnRecordsInOrder() {
        feed.append(List.of(record(100, ALICE), record(101, BOB), record(103, ALICE)), 104);

        assertThat(offsets(feed.read(ALICE, at(100), ALL))).containsExactly(100L, 103L);
        assertThat(offsets(feed.read(ALICE, at(101), ALL))).containsExactly(103L);
        assertThat(offsets(feed.read(BOB, at(100), ALL))).containsExactly(101L);
        assertThat(next(feed.read(BOB, at(100), ALL))).isEqualTo(104);
    }

    @Test
    void givesNoMoreThanFitsAndSaysWhereToGoOn() {
        feed.append(List.of(record(100, ALICE), record(101, ALICE), record(102, ALICE)), 103);

        var first = feed.read(ALICE, at(100), 1);

        assertThat(offsets(first)).containsExactly(100L);
        assertThat(offsets(feed.read(ALICE, at(next(first)), ALL))).containsExactly(101L, 102L);
    }

    @Test
    void aPlaceBeforeTheRingIsBehind() {
        assertThat(feed.read(ALICE, at(99), ALL)).isInstanceOf(Feed.Tail.Behind.class);
        for (int i = 0; i < 50; i++) {
            feed.append(List.of(record(100 + i, BOB)), 101 + i);
        }

        assertThat(feed.read(BOB, at(100), ALL)).isInstanceOf(Feed.Tail.Behind.class);
        assertThat(feed.read(ALICE, at(100), ALL)).isInstanceOf(Feed.Tail.Behind.class);
    }

    @Test
    void aListenersPlaceStaysGoodUntilAnOwnRecordIsGone() {
        feed.listen(ALICE, () -> {});
        feed.append(List.of(record(100, ALICE)), 101);
        for (int i = 1; i < 50; i++) {
            feed.append(List.of(record(100 + i, BOB)), 101 + i);
        }

        assertThat(feed.read(ALICE, at(100), ALL)).isInstanceOf(Feed.Tail.Behind.class);
        assertThat(offsets(feed.read(ALICE, at(101), ALL))).isEmpty();
        assertThat(next(feed.read(ALICE, at(101), ALL))).isEqualTo(150);
    }

    @Test
    void wakesThoseWhoseRecordsCome() {
        var woken = new ArrayList<String>();
        Runnable alice = () -> woken.add("alice");
        feed.listen(ALICE, alice);
        feed.listen(BOB, () -> woken.add("bob"));

        feed.append(List.of(record(100, ALICE), record(101, ALICE)), 102);
        assertThat(woken).containsExactly("alice");

        feed.unlisten(ALICE, alice);
        feed.append(List.of(record(102, ALICE), record(103, BOB)), 104);
        assertThat(woken).containsExactly("alice", "bob");
    }

    @Test
    void wakesThoseWhoWaitForAnOffsetThoughNoRecordOfTheirsComes() {
        var woken = new ArrayList<String>();
        Runnable task = () -> woken.add("there");
        feed.whenReached(102, task);
        feed.whenReached(102, task);
        feed.append(List.of(record(100, BOB)), 101);
        assertThat(woken).isEmpty();

        feed.append(List.of(), 102);
        feed.append(List.of(), 103);

        assertThat(woken).containsExactly("there");
        feed.whenReached(103, task);
        assertThat(woken).hasSize(2);
    }

    @Test
    void isClosedOnlyWhenNobodyListens() {
        Runnable listener = () -> {};
        assertThat(feed.listen(ALICE, listener)).isTrue();
        assertThat(feed.closeIfIdle()).isFalse();

        feed.unlisten(ALICE, listener);

        assertThat(feed.closeIfIdle()).isTrue();
        assertThat(feed.listen(ALICE, listener)).isFalse();
    }

    private static Position at(long offset) {
        return new Position(offset, new OwnershipRule(1));
    }

    private static Bytes key(String name) {
        return Bytes.wrap(("default/" + name).getBytes(StandardCharsets.US_ASCII));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, Bytes key) {
        return new ConsumerRecord<>(
                "agent.events", 0, offset, Arrays.copyOf(key.get(), key.get().length), new byte[0]);
    }

    private static List<Long> offsets(Feed.Tail tail) {
        return records(tail).entries().stream().map(Entry::offset).toList();
    }

    private static long next(Feed.Tail tail) {
        return records(tail).next().offset();
    }

    private static Feed.Tail.Records records(Feed.Tail tail) {
        assertThat(tail).isInstanceOf(Feed.Tail.Records.class);
        return (Feed.Tail.Records) tail;
    }
}
