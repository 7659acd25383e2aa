package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.UserKey;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ChunkTest {

    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final UserKey BOB = new UserKey("default", "bob");
    private static final int ALL = Integer.MAX_VALUE;

    @Test
    void givesEachUserTheOwnRecordsAndThePlaceBehindAllThatWasLookedAt() {
        var chunk = chunk(List.of(event(10, ALICE), event(11, BOB), event(14, ALICE)));

        assertThat(offsets(page(chunk, ALICE, 10, 99, ALL))).containsExactly(10L, 14L);
        assertThat(offsets(page(chunk, BOB, 10, 99, ALL))).containsExactly(11L);
        assertThat(page(chunk, BOB, 10, 99, ALL).next().offset()).isEqualTo(20);
        assertThat(offsets(page(chunk, ALICE, 11, 99, ALL))).containsExactly(14L);
    }

    @Test
    void givesNothingBehindTheEndThatWasAskedFor() {
        var chunk = chunk(List.of(event(10, ALICE), event(14, ALICE)));

        var page = page(chunk, ALICE, 10, 14, ALL);

        assertThat(offsets(page)).containsExactly(10L);
        assertThat(page.next().offset()).isEqualTo(14);
    }

    @Test
    void givesNoMoreThanFitsAndSaysWhereToGoOn() {
        var chunk = chunk(List.of(event(10, ALICE), event(14, ALICE)));

        var page = page(chunk, ALICE, 10, 99, 1);

        assertThat(offsets(page)).containsExactly(10L);
        assertThat(page.next().offset()).isEqualTo(11);
        assertThat(offsets(page(chunk, ALICE, 11, 99, 1))).containsExactly(14L);
    }

    @Test
    void aReaderWhoKnowsAHigherEpochIsNotFooledByAChunkThatBeginsBehindTheOwnersRecord() {
        var chunk =
                chunk(
                        List.of(
                                Records.control(10, Headers.OWNER, "loser", 7),
                                Records.event(11, ALICE, "owner", 7),
                                Records.event(12, ALICE, "ghost", 6)));

        var page = chunk.page(Records.key(ALICE), at(10, 7), 99, ALL);

        assertThat(page.entries().getFirst().reading()).isInstanceOf(Reading.Event.class);
        assertThat(page.entries().getLast().reading()).isInstanceOf(Reading.Disowned.class);
    }

    @Test
    void oneReadersCursorChangesNothingForAnother() {
        var chunk = chunk(List.of(event(10, ALICE)));

        var forged = chunk.page(Records.key(ALICE), at(10, Long.MAX_VALUE), 99, ALL);
        var honest = page(chunk, ALICE, 10, 99, ALL);

        assertThat(forged.entries().getFirst().reading()).isInstanceOf(Reading.Disowned.class);
        assertThat(honest.entries().getFirst().reading()).isInstanceOf(Reading.Event.class);
    }

    @Test
    void aRecordIsDecodedOnceForAllWhoReadIt() {
        var chunk = chunk(List.of(event(10, ALICE)));

        var one = page(chunk, ALICE, 10, 99, ALL).entries().getFirst();
        var other = page(chunk, ALICE, 10, 99, ALL).entries().getFirst();

        assertThat(one).isNotSameAs(other);
        assertThat(one.reading()).isSameAs(other.reading());
    }

    @Test
    void aReadKeepsWhatItGotBeyondTheEndAskedForAndNothingThatAnotherChunkHas() {
        var read = new ChunkRead(new Place(0, 10, 12), 14, Records.DECODER, 0);

        read.take(List.of(event(10, ALICE), event(13, ALICE), event(14, ALICE)), 15, 0);

        assertThat(read.isComplete(ALL)).isTrue();
        assertThat(read.chunk().next()).isEqualTo(14);
        assertThat(offsets(page(read.chunk(), ALICE, 10, 99, ALL))).containsExactly(10L, 13L);
    }

    private static ConsumerRecord<byte[], byte[]> event(long offset, UserKey user) {
        return Records.event(offset, user, "owner", 1);
    }

    private static Chunk chunk(List<ConsumerRecord<byte[], byte[]>> records) {
        var read = new ChunkRead(new Place(0, 10, 20), Long.MAX_VALUE, Records.DECODER, 0);
        read.take(records, 20, 0);
        return read.chunk();
    }

    private static Page.Records page(Chunk chunk, UserKey user, long at, long until, int bytes) {
        return chunk.page(Records.key(user), at(at, 1), until, bytes);
    }

    private static Position at(long offset, long epoch) {
        return new Position(offset, new OwnershipRule(epoch));
    }

    private static List<Long> offsets(Page.Records page) {
        return page.entries().stream().map(Entry::offset).toList();
    }
}
