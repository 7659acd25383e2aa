package dev.lifeline.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.log.HistorySettings;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** History is read once for all who need it, and nobody's holds up another's; on a real broker. */
class HistoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int RING_BYTES = 50_000;

    private static BrokerProcess broker;
    private static Pen pen;
    private static int users;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start();
        pen = new Pen(broker.bootstrapServers());
    }

    @AfterAll
    static void stopBroker() {
        pen.close();
        broker.close();
    }

    /** Each test has topics of its own, so that reading begins at their beginning. */
    @BeforeEach
    void createTopics() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var old = admin.listTopics().names().get();
            admin.deleteTopics(old).all().get();
            await().atMost(PATIENCE).until(() -> admin.listTopics().names().get().isEmpty());
        }
        Pen.createTopics(broker.bootstrapServers());
    }

    @Test
    void threeHundredUsersOfAPartitionResumeAtOnceAndTheLogIsReadOnce() {
        var crowd = crowd(300);
        var owner = pen.takeOver(crowd.getFirst(), "a");
        try (var core = new Core(broker.bootstrapServers(), RING_BYTES)) {
            long begin = end(core, crowd.getFirst());
            follow(core, crowd.getFirst());
            var runs = write(owner, crowd, 25);
            // Each has seen five events, and resumes behind its own fifth.
            long fifth = begin + 4L * crowd.size();
            await().atMost(PATIENCE).until(() -> isBehind(core, crowd.getFirst()));

            var sinks = new ArrayList<RecordingSink>();
            for (int i = 0; i < crowd.size(); i++) {
                var cursor = cursor(core, crowd.get(i), fifth + i + 1, owner.epoch());
                sinks.add(core.prepare(View.all(crowd.get(i)), cursor));
            }
            core.startAll();

            for (int i = 0; i < crowd.size(); i++) {
                var sink = sinks.get(i);
                await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(sink::hasCaughtUp);
                assertThat(sink.ids()).isEqualTo(ids(runs.get(i)).subList(5, 25));
                assertThat(sink.gaps()).isEmpty();
            }
            awaitAllCounted(core);
            long range = bytes(crowd.getFirst(), fifth, end(core, crowd.getFirst()));
            assertThat(core.counts.historyBytes.get()).isBetween(range / 2, range * 3 / 2);
            assertThat(core.counts.fromLog).hasValue(300);
            assertThat(core.counts.mostChunks.get()).isEqualTo(1);
        }
    }

    @Test
    void whoComesALittleLaterIsServedFromMemoryAndSharesWhatWasRendered() {
        var crowd = crowd(2);
        var alice = crowd.getFirst();
        var owner = pen.takeOver(alice, "a");
        try (var core = new Core(broker.bootstrapServers(), RING_BYTES)) {
            long begin = end(core, alice);
            follow(core, alice);
            var runs = write(owner, crowd, 200);
            var cursor = cursor(core, alice, begin, owner.epoch());
            var first = core.open(View.all(alice), cursor);
            await().atMost(PATIENCE).until(first::hasCaughtUp);
            awaitAllCounted(core);
            long read = core.counts.historyBytes.get();
            int misses = core.counts.misses.get();

            var again = core.open(View.all(alice), cursor);
            var other = core.open(View.all(crowd.get(1)), cursor);

            await().atMost(PATIENCE).until(() -> again.hasCaughtUp() && other.hasCaughtUp());
            awaitAllCounted(core);
            assertThat(again.ids()).isEqualTo(ids(runs.getFirst()));
            assertThat(other.ids()).isEqualTo(ids(runs.get(1)));
            assertThat(core.counts.historyBytes.get()).isEqualTo(read);
            assertThat(core.counts.misses.get()).isEqualTo(misses);
            assertThat(core.counts.hits.get()).isPositive();
            assertThat(again.events().findFirst().orElseThrow())
                    .isSameAs(first.events().findFirst().orElseThrow());
        }
    }

    @Test
    void aRecordWhoseSchemaIsBeingLookedForHoldsUpNoOtherPartition() {
        var alice = new UserKey("default", "alice");
        var bob = elsewhere(alice);
        var schemas = new LateSchemas();
        // One chunk at once: who stood still with it would hold up everybody.
        var history = new HistorySettings(64 * 1024, 64 * 1024, 0, 1, 2, 0);
        var owners = Stream.of(alice, bob).map(user -> pen.takeOver(user, "a")).toList();
        try (var core = core(history, new Codec(schemas))) {
            var cursors =
                    IntStream.of(0, 1)
                            .mapToObj(i -> {
                                var user = i == 0 ? alice : bob;
                                follow(core, user);
                                long begin = end(core, user);
                                return cursor(core, user, begin, owners.get(i).epoch());
                            })
                            .toList();
            var hers = owners.getFirst().run(alice);
            pen.event(hers.started());
            LateSchemas.write(broker.bootstrapServers(), alice, hers.run());
            pen.event(hers.completed(2));
            var his = write(owners.get(1), List.of(bob), 300).getFirst();
            // The rings have lost both, because others wrote as well.
            write(owners.getFirst(), List.of(Core.partner(alice)), 300);
            await().atMost(PATIENCE).until(() -> isBehind(core, alice) && isBehind(core, bob));
            schemas.lose();

            var held = core.open(View.all(alice), cursors.getFirst());
            await().atMost(PATIENCE).until(() -> held.ids().size() == 1);
            var free = core.open(View.all(bob), cursors.get(1));

            await().atMost(PATIENCE).until(free::hasCaughtUp);
            assertThat(free.ids()).isEqualTo(ids(his));
            assertThat(held.ids()).hasSize(1);
            schemas.find();
            await().atMost(PATIENCE).until(held::hasCaughtUp);
            assertThat(held.ids()).isEqualTo(ids(hers.events(2)));
            assertThat(held.gaps())
                    .extracting(Frame.Gap::reason)
                    .containsExactly(GapReason.UNDECODABLE);
        }
    }

    @Test
    void aStreamThatStandsStillFarBehindPinsNothingAndHoldsUpNobody() {
        var crowd = crowd(20);
        var slowest = crowd.getFirst();
        var owner = pen.takeOver(slowest, "a");
        long bound = 300_000;
        var history = new HistorySettings(8 * 1024, 32 * 1024, bound, 2, 2, 0);
        try (var core = core(history, new Codec())) {
            long begin = end(core, slowest);
            follow(core, slowest);
            var runs = write(owner, crowd, 100);
            var slow = new RecordingSink();
            slow.room.set(1);
            core.open(slow, View.all(slowest), cursor(core, slowest, begin, owner.epoch()));
            await().atMost(PATIENCE).until(() -> slow.room.get() <= 0);

            var sinks = new ArrayList<RecordingSink>();
            for (var user : crowd) {
                sinks.add(core.open(View.all(user), cursor(core, user, begin, owner.epoch())));
            }

            for (int i = 0; i < crowd.size(); i++) {
                await().atMost(PATIENCE).until(sinks.get(i)::hasCaughtUp);
                assertThat(sinks.get(i).ids()).isEqualTo(ids(runs.get(i)));
            }
            assertThat(slow.ids().size()).isLessThan(100);
            assertThat(core.counts.mostKept.get()).isPositive().isLessThanOrEqualTo(bound);
            slow.room.set(Integer.MAX_VALUE);
            core.wakeAll();
            await().atMost(PATIENCE).until(slow::hasCaughtUp);
            assertThat(slow.ids()).isEqualTo(ids(runs.getFirst()));
        }
    }

    @Test
    void whatRetentionDeletesUnderAReaderIsAnnouncedAndItGoesOn() throws Exception {
        var alice = new UserKey("default", "alice");
        var owner = pen.takeOver(alice, "a");
        // Nothing is kept in memory, and a page is a few events.
        var history = new HistorySettings(1024, 8 * 1024, 0, 2, 2, 0);
        try (var core = core(history, new Codec())) {
            long begin = end(core, alice);
            follow(core, alice);
            var run = write(owner, List.of(alice), 300).getFirst();
            var sink = new RecordingSink();
            sink.room.set(1);
            core.open(sink, View.all(alice), cursor(core, alice, begin, owner.epoch()));
            await().atMost(PATIENCE).until(() -> sink.room.get() <= 0);
            int shown = sink.ids().size();

            long cut = begin + 150;
            deleteBefore(alice, cut);
            sink.room.set(Integer.MAX_VALUE);
            core.wakeAll();

            await().atMost(PATIENCE).until(sink::hasCaughtUp);
            var gap = sink.gaps().getFirst();
            assertThat(sink.gaps()).hasSize(1);
            assertThat(gap.reason()).isEqualTo(GapReason.RETENTION);
            assertThat(gap.to().offset()).isEqualTo(cut);
            int before = (int) (gap.from().offset() - begin);
            assertThat(before).isGreaterThanOrEqualTo(shown).isLessThan(150);
            var expected = new ArrayList<>(ids(run).subList(0, before));
            expected.addAll(ids(run).subList(150, 300));
            assertThat(sink.ids()).isEqualTo(expected);
        }
    }

    /** With more patience than a test has: what stands still is not helped by giving it up. */
    private static Core core(HistorySettings history, Codec codec) {
        var timeout = PATIENCE.multipliedBy(10);
        return new Core(broker.bootstrapServers(), RING_BYTES, history, codec, timeout);
    }

    private static List<UserKey> crowd(int size) {
        int partition = users % Pen.PARTITIONS;
        return Stream.generate(() -> new UserKey("default", "user-" + users++))
                .filter(user -> Pen.partition(user) == partition)
                .limit(size)
                .toList();
    }

    private static UserKey elsewhere(UserKey user) {
        return Stream.generate(() -> new UserKey("default", "user-" + users++))
                .filter(other -> Pen.partition(other) != Pen.partition(user))
                .findFirst()
                .orElseThrow();
    }

    /** Each user's run, written in turns. */
    private static List<List<AgentEvent>> write(Pen.Owner owner, List<UserKey> crowd, int count) {
        var runs = crowd.stream().map(owner::run).map(run -> run.events(count)).toList();
        var all = new ArrayList<AgentEvent>();
        IntStream.range(0, count).forEach(i -> runs.forEach(run -> all.add(run.get(i))));
        pen.events(all);
        return runs;
    }

    private static void follow(Core core, UserKey user) {
        core.log().feed(Pen.partition(user)).join();
    }

    private static boolean isBehind(Core core, UserKey user) {
        var feed = core.log().feed(Pen.partition(user)).join();
        return feed.end().offset() == end(core, user)
                && feed.completeFrom(View.all(user).key()) > end(core, user) - 200;
    }

    private static long end(Core core, UserKey user) {
        return core.log().admin().end(partition(user)).join();
    }

    private static String cursor(Core core, UserKey user, long offset, long epoch) {
        var log = core.log().identity().topicId();
        return CursorCodec.encode(new Cursor(log, Pen.partition(user), offset, epoch));
    }

    private static TopicPartition partition(UserKey user) {
        return new TopicPartition(Topics.EVENTS, Pen.partition(user));
    }

    private static void deleteBefore(UserKey user, long offset) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var before = RecordsToDelete.beforeOffset(offset);
            admin.deleteRecords(Map.of(partition(user), before)).all().get();
        }
    }

    /** Waits until the consumers have told of all that they have read. */
    private static void awaitAllCounted(Core core) {
        await().atMost(PATIENCE).until(() -> core.counts.pages.get() == 0);
        var last = new AtomicLong(-1);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1500))
                .until(() -> {
                    long now = core.counts.historyBytes.get();
                    return last.getAndSet(now) == now;
                });
    }

    /** What a consumer counts for a part of the partition. */
    private static long bytes(UserKey user, long from, long until) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "max.poll.records",
                                100),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition(user)));
            consumer.seek(partition(user), from);
            while (consumer.position(partition(user)) < until) {
                consumer.poll(Duration.ofMillis(200));
            }
            consumer.unsubscribe();
            return consumer.metrics().entrySet().stream()
                    .filter(m -> m.getKey().name().equals("bytes-consumed-total"))
                    .filter(m -> !m.getKey().tags().containsKey("topic"))
                    .mapToLong(m -> ((Number) m.getValue().metricValue()).longValue())
                    .sum();
        }
    }

    private static List<String> ids(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getId).toList();
    }
}
