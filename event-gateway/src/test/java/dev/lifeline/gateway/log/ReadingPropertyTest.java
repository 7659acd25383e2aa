package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.UserKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Wherever a user resumes, wherever chunks begin and end, and whatever the ring has lost: each
 * event that counts is read once and in order, and nothing else is.
 */
class ReadingPropertyTest {

    private static final List<UserKey> USERS =
            List.of(new UserKey("t", "a"), new UserKey("t", "b"), new UserKey("t", "c"));

    @Property(tries = 300)
    void everyUserReadsExactlyWhatCountsWhateverIsReadWhere(@ForAll Random random) {
        var log = new WrittenLog(random, 10 + random.nextInt(60));
        for (var user : USERS) {
            for (int place = 0; place <= log.size(); place++) {
                var cursor = log.cursor(place);

                var read = new Reader(user, log, random).read(cursor);

                assertThat(read)
                        .as("%s from %d of %s", user, cursor.offset(), log)
                        .isEqualTo(log.counting(user, cursor.offset()));
            }
        }
    }

    /**
     * Reads as a subscription does: from the ring while it has what follows, else from the chunks.
     * Meanwhile the ring takes in more of the log, and loses what it has no room for.
     */
    private static final class Reader {

        private final UserKey user;
        private final Random random;
        private final List<Chunk> chunks;
        private final Deque<ConsumerRecord<byte[], byte[]>> coming;
        private final Feed feed;
        private final long end;

        Reader(UserKey user, WrittenLog log, Random random) {
            this.user = user;
            this.random = random;
            this.chunks = log.chunks(random);
            this.feed = log.followed(random.nextInt(log.size()), 512L * random.nextInt(20));
            this.coming = new ArrayDeque<>(log.from(feed.end().offset()));
            this.end = log.end();
            if (random.nextBoolean()) {
                feed.listen(Records.key(user), () -> {});
            }
        }

        List<Long> read(Position from) {
            var shown = new ArrayList<Long>();
            var at = from;
            while (true) {
                arrive(random.nextInt(4));
                switch (feed.read(Records.key(user), at, 1 + random.nextInt(2000))) {
                    case Feed.Tail.Records tail -> {
                        show(tail.entries(), shown);
                        if (tail.entries().isEmpty() && feed.end().offset() == end) {
                            return shown;
                        }
                        at = tail.next();
                    }
                    case Feed.Tail.Behind _ -> {
                        var page = page(at);
                        assertThat(page.next().offset()).isGreaterThan(at.offset());
                        show(page.entries(), shown);
                        at = page.next();
                    }
                }
            }
        }

        private Page.Records page(Position at) {
            var chunk = chunks.stream().filter(c -> c.covers(at.offset())).findFirst();
            var key = Records.key(user);
            long until = feed.completeFrom(key);
            int bytes = 1 + random.nextInt(600);
            // The ring may lose more before the page is there.
            arrive(random.nextInt(4));
            return chunk.orElseThrow().page(key, at, until, bytes);
        }

        private void arrive(int count) {
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (records.size() < count && !coming.isEmpty()) {
                records.add(coming.remove());
            }
            var next = coming.peek();
            feed.append(records, next == null ? end : next.offset());
        }
    }

    private static void show(List<Entry> entries, List<Long> shown) {
        entries.stream()
                .filter(entry -> entry.reading() instanceof Reading.Event)
                .forEach(entry -> shown.add(entry.offset()));
    }

    /** A partition as owners, those who have lost it, and those who did not get it write it. */
    private static final class WrittenLog {

        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final List<Position> before = new ArrayList<>();
        private final List<Boolean> counts = new ArrayList<>();
        private final OwnershipRule truth = new OwnershipRule();
        private final Random random;
        private long epoch;
        private long end;

        WrittenLog(Random random, int size) {
            this.random = random;
            owner();
            while (records.size() < size) {
                write();
            }
            before.add(new Position(end, truth.copy()));
        }

        int size() {
            return records.size();
        }

        long end() {
            return end;
        }

        /** What a client stored behind the records before: an offset and an epoch. */
        Position cursor(int place) {
            var at = before.get(place);
            return new Position(at.offset(), new OwnershipRule(at.epoch()));
        }

        List<Long> counting(UserKey user, long from) {
            var offsets = new ArrayList<Long>();
            for (int i = 0; i < records.size(); i++) {
                var record = records.get(i);
                if (counts.get(i) && record.offset() >= from && isOf(user, record)) {
                    offsets.add(record.offset());
                }
            }
            return offsets;
        }

        private static boolean isOf(UserKey user, ConsumerRecord<byte[], byte[]> record) {
            return Arrays.equals(record.key(), user.bytes());
        }

        Feed followed(int place, long capacity) {
            return new Feed(0, before.get(place), capacity, Records.DECODER);
        }

        List<ConsumerRecord<byte[], byte[]>> from(long offset) {
            return records.stream().filter(r -> r.offset() >= offset).toList();
        }

        List<Chunk> chunks(Random borders) {
            var chunks = new ArrayList<Chunk>();
            for (int i = 0; i < records.size(); ) {
                int next = Math.min(records.size(), i + 1 + borders.nextInt(12));
                var place = new Place(0, i == 0 ? 0 : before.get(i).offset(), end);
                var read = new ChunkRead(place, Long.MAX_VALUE, Records.DECODER, 0);
                read.take(records.subList(i, next), before.get(next).offset(), 0);
                chunks.add(read.chunk());
                i = next;
            }
            return chunks;
        }

        private void write() {
            switch (random.nextInt(10)) {
                case 0 -> owner();
                case 1 -> beat(epoch);
                case 2 -> beat(1 + random.nextLong(epoch));
                case 3 -> event(1 + random.nextLong(epoch));
                case 4 -> losingOwner();
                default -> event(epoch);
            }
            // Transactions' markers and compaction leave offsets without records.
            end += random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
        }

        private void owner() {
            epoch++;
            note(true, Records.control(end, Headers.OWNER, "executor-" + epoch, epoch));
            truth.takes(epoch, "executor-" + epoch);
        }

        private void losingOwner() {
            note(true, Records.control(end, Headers.OWNER, "rival", epoch));
            truth.takes(epoch, "rival");
        }

        private void beat(long of) {
            note(true, Records.control(end, Headers.BEAT, "executor-" + of, of));
            truth.admits(of, "executor-" + of);
        }

        private void event(long of) {
            var user = USERS.get(random.nextInt(USERS.size()));
            note(of == epoch, Records.event(end, user, "executor-" + of, of));
            truth.admits(of, "executor-" + of);
        }

        private void note(boolean isCounting, ConsumerRecord<byte[], byte[]> record) {
            before.add(new Position(end, truth.copy()));
            counts.add(isCounting);
            records.add(record);
            end = record.offset() + 1;
        }

        @Override
        public String toString() {
            return records.stream().map(r -> r.offset() + (r.key() == null ? "c" : "e")).toList()
                    + " before "
                    + end;
        }
    }
}
