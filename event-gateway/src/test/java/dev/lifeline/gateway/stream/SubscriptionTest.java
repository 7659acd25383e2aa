package dev.lifeline.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.log.LogUnavailableException;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.gateway.runs.RunLookup;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The core on a real broker: what a user is shown, from wherever the stream starts. */
class SubscriptionTest {

    private static final int RING_BYTES = 200_000;

    private static BrokerProcess broker;
    private static Pen pen;
    private static LogConnection connection;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final List<Subscription> opened = new ArrayList<>();
    private final AtomicInteger fallbacks = new AtomicInteger();

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start();
        Pen.createTopics(broker.bootstrapServers());
        pen = new Pen(broker.bootstrapServers());
        connection = connect();
    }

    @AfterAll
    static void stopBroker() {
        connection.close();
        pen.close();
        broker.close();
    }

    @AfterEach
    void closeStreams() {
        opened.forEach(Subscription::close);
        loop.shutdownNow();
    }

    @Test
    void liveEventsArriveOneByOneInOrder() {
        var alice = new UserKey("default", "live-alice");
        var owner = pen.takeOver(alice, "a");
        var sink = open(View.all(alice), null);
        await().until(sink::hasCaughtUp);

        var run = owner.run(alice);
        pen.events(run.events(5));

        await().until(() -> sink.ids().size() == 5);
        assertThat(sink.ids()).isEqualTo(ids(run.events(5)));
        assertThat(sink.frames).noneMatch(Frame.History.class::isInstance);
    }

    @Test
    void aStreamResumesExactlyAfterEveryCursorItGave() {
        var alice = new UserKey("default", "resuming-alice");
        var owner = pen.takeOver(alice, "a");
        var first = open(View.all(alice), null);
        await().until(first::hasCaughtUp);
        var events = owner.run(alice).events(20);
        for (int i = 0; i < events.size(); i++) {
            pen.event(events.get(i));
            if (i % 5 == 0) {
                pen.beat(alice, owner.epoch(), "a");
            }
        }
        await().until(() -> first.ids().size() == 20);

        for (var stored : first.stored()) {
            var resumed = open(View.all(alice), CursorCodec.encode(stored.cursor()));

            await().until(resumed::hasCaughtUp);
            assertThat(resumed.ids())
                    .isEqualTo(ids(events.subList(stored.events(), events.size())));
        }
    }

    @Test
    void aCursorIsValidOnAnotherGateway() {
        var alice = new UserKey("default", "moving-alice");
        var owner = pen.takeOver(alice, "a");
        var first = open(View.all(alice), null);
        await().until(first::hasCaughtUp);
        var events = owner.run(alice).events(10);
        pen.events(events);
        await().until(() -> first.ids().size() == 10);

        try (var another = connect()) {
            for (var stored : first.stored()) {
                var cursor = CursorCodec.encode(stored.cursor());
                var resumed = open(another.log(), View.all(alice), OptionalLong.empty(), cursor);

                await().until(resumed::hasCaughtUp);
                assertThat(resumed.ids())
                        .isEqualTo(ids(events.subList(stored.events(), events.size())));
            }
        }
    }

    @Test
    void voidRecordsAreShownToNobodyWhereverTheStreamStarts() {
        var alice = new UserKey("default", "voided-alice");
        var old = pen.takeOver(alice, "old");
        var live = open(View.all(alice), null);
        await().until(live::hasCaughtUp);
        var before = old.run(alice);
        pen.events(before.events(3));
        var fresh = pen.takeOver(alice, "fresh");
        // An owner that has lost the partition wakes up, beats and writes on.
        var ghost = old.run(alice);
        pen.beat(alice, old.epoch(), "old");
        pen.events(ghost.events(3));
        // Another that lost the race for the epoch writes as if it had won.
        var rival = new RunScript(alice, ghost.run(), "rival", fresh.epoch());
        pen.owner(alice, fresh.epoch(), "rival");
        pen.events(rival.events(3));
        var after = fresh.run(alice);
        pen.events(after.events(3));
        var expected = new ArrayList<>(ids(before.events(3)));
        expected.addAll(ids(after.events(3)));
        await().until(() -> live.ids().size() >= 6);

        assertThat(live.ids()).isEqualTo(expected);
        for (var stored : live.stored()) {
            var resumed = open(View.all(alice), CursorCodec.encode(stored.cursor()));
            await().until(resumed::hasCaughtUp);
            assertThat(resumed.ids()).isEqualTo(expected.subList(stored.events(), expected.size()));
        }
        var replayed = openRun(after);
        await().until(() -> replayed.completed);
        assertThat(replayed.ids()).isEqualTo(ids(after.events(3)));
        assertThat(lookUp(ghost)).as("a run of void events only").isEmpty();
    }

    @Test
    void aStreamThatBeginsAmongVoidRecordsShowsNoneOfThem() {
        var alice = new UserKey("default", "late-alice");
        var old = pen.takeOver(alice, "old");
        var fresh = pen.takeOver(alice, "fresh");
        pen.events(old.run(alice).events(3));
        var sink = open(View.all(alice), null);
        await().until(sink::hasCaughtUp);

        pen.events(old.run(alice).events(3));
        var run = fresh.run(alice);
        pen.events(run.events(3));

        await().until(() -> sink.ids().size() >= 3);
        assertThat(sink.ids()).isEqualTo(ids(run.events(3)));
    }

    @Test
    void aRunIsShownAloneAndEndsItsStream() {
        var alice = new UserKey("default", "running-alice");
        var owner = pen.takeOver(alice, "a");
        var run = owner.run(alice);
        var other = owner.run(alice);
        pen.event(run.started());
        pen.event(other.started());
        var sink = openRun(run);
        await().until(sink::hasCaughtUp);
        pen.event(run.delta(2, "x"));
        pen.event(other.completed(2));
        pen.event(run.completed(3));

        await().until(() -> sink.completed);
        assertThat(sink.ids()).isEqualTo(ids(run.events(3)));
    }

    @Test
    void aRunResumedBehindItsEndEndsAtOnce() {
        var alice = new UserKey("default", "done-alice");
        var run = pen.takeOver(alice, "a").run(alice);
        pen.events(run.events(4));
        var first = openRun(run);
        await().until(() -> first.completed);
        var last = CursorCodec.encode(first.stored().getLast().cursor());

        var resumed = open(View.run(alice, run.run()), last, lookUp(run));

        await().until(() -> resumed.completed);
        assertThat(resumed.ids()).isEmpty();
        assertThat(resumed.gaps()).isEmpty();
    }

    @Test
    void aRunIsShownFromTheSequenceAskedFor() {
        var alice = new UserKey("default", "partial-alice");
        var run = pen.takeOver(alice, "a").run(alice);
        pen.events(run.events(6));

        var sink = open(new View(alice, run.run(), 4), null, lookUp(run));

        await().until(() -> sink.completed);
        assertThat(sink.ids()).isEqualTo(ids(run.events(6)).subList(3, 6));
    }

    @Test
    void usersOfOnePartitionNeverSeeEachOther() {
        var alice = new UserKey("default", "a/b");
        var lookalikes =
                List.of(
                        new UserKey("default", "a%2Fb"),
                        new UserKey("default/a", "b"),
                        new UserKey("default", "A/b"),
                        new UserKey("default", "a/b "),
                        new UserKey("other", "a/b"));
        var sink = open(View.all(alice), null);
        await().until(sink::hasCaughtUp);
        for (var other : lookalikes) {
            pen.events(pen.takeOver(other, "a").run(other).events(3));
        }
        var own = pen.takeOver(alice, "a").run(alice);
        pen.events(own.events(3));

        await().until(() -> sink.ids().size() >= 3);
        assertThat(sink.ids()).isEqualTo(ids(own.events(3)));
    }

    @Test
    void aSlowReaderFallsBackAndMissesNothingWhileAnotherStaysLive() {
        var alice = new UserKey("default", "two-alices");
        var owner = pen.takeOver(alice, "a");
        var quick = open(View.all(alice), null);
        var slow = open(View.all(alice), null);
        await().until(() -> quick.hasCaughtUp() && slow.hasCaughtUp());
        slow.room.set(2);
        var events = new ArrayList<AgentEvent>();
        for (int run = 0; run < 20; run++) {
            events.addAll(owner.run(alice).events(60));
        }

        pen.events(events);

        await().until(() -> quick.ids().size() == events.size());
        assertThat(slow.ids().size()).isLessThan(10);
        for (int turn = 0; turn < 200 && slow.ids().size() < events.size(); turn++) {
            slow.room.set(3);
            opened.forEach(Subscription::wake);
            await().until(() -> slow.room.get() <= 0 || slow.ids().size() == events.size());
        }
        assertThat(slow.ids()).isEqualTo(ids(events));
        assertThat(quick.ids()).isEqualTo(ids(events));
        assertThat(fallbacks).hasPositiveValue();
    }

    @Test
    void aQuietUserNeedsNoHistoryHoweverMuchOthersWrite() {
        var quiet = new UserKey("default", "quiet");
        var loud = partner(quiet);
        var owner = pen.takeOver(quiet, "a");
        var sink = open(View.all(quiet), null);
        await().until(sink::hasCaughtUp);
        var witness = open(View.all(loud), null);
        var noise = new ArrayList<AgentEvent>();
        for (int run = 0; run < 20; run++) {
            noise.addAll(owner.run(loud).events(60));
        }
        pen.events(noise);
        await().until(() -> witness.ids().size() == noise.size());
        int before = fallbacks.get();

        var run = owner.run(quiet);
        pen.events(run.events(3));

        await().until(() -> sink.ids().size() == 3);
        assertThat(sink.ids()).isEqualTo(ids(run.events(3)));
        assertThat(sink.frames).noneMatch(Frame.History.class::isInstance);
        assertThat(fallbacks.get()).isEqualTo(before);
    }

    @Test
    void aRecordThatIsNoEventIsAnnouncedToItsUserAndToNobodyElse() {
        var alice = new UserKey("default", "garbled-alice");
        var bob = partner(alice);
        var owner = pen.takeOver(alice, "a");
        var hers = open(View.all(alice), null);
        var his = open(View.all(bob), null);
        await().until(() -> hers.hasCaughtUp() && his.hasCaughtUp());
        var run = owner.run(alice);
        var stray = owner.run(bob);
        pen.event(run.started());
        pen.nonsense(alice, run.run());
        pen.misfiled(alice, stray.started());
        pen.event(run.completed(2));
        pen.event(stray.completed(1));

        await().until(() -> hers.ids().size() == 2 && his.ids().size() == 1);
        assertThat(hers.gaps())
                .hasSize(2)
                .allMatch(gap -> gap.reason() == GapReason.UNDECODABLE)
                .allMatch(gap -> gap.to().offset() == gap.from().offset() + 1);
        assertThat(his.gaps()).isEmpty();
    }

    @Test
    void whatRetentionHasDeletedIsAnnouncedAndTheStreamGoesOn() {
        var alice = new UserKey("default", "aged-alice");
        var owner = pen.takeOver(alice, "a");
        var first = open(View.all(alice), null);
        await().until(first::hasCaughtUp);
        var start = CursorCodec.encode(first.stored().getFirst().cursor());
        var events = owner.run(alice).events(6);
        pen.events(events.subList(0, 3));
        await().until(() -> first.ids().size() == 3);
        var cut = first.stored().getLast().cursor();
        deleteBefore(cut);
        pen.events(events.subList(3, 6));

        try (var another = connect()) {
            var resumed = open(another.log(), View.all(alice), OptionalLong.empty(), start);

            await().until(resumed::hasCaughtUp);
            assertThat(resumed.ids()).isEqualTo(ids(events.subList(3, 6)));
            assertThat(resumed.gaps()).hasSize(1);
            assertThat(resumed.gaps().getFirst().reason()).isEqualTo(GapReason.RETENTION);
            assertThat(resumed.gaps().getFirst().to().offset()).isEqualTo(cut.offset());
        }
    }

    @Test
    void aCursorOfAnotherLogBeginsAnewAndSaysSo() {
        var alice = new UserKey("default", "foreign-alice");
        var run = pen.takeOver(alice, "a").run(alice);
        pen.events(run.events(3));
        var foreign = new Cursor(Uuid.randomUuid(), 999, 123, 1);

        var sink = open(View.all(alice), CursorCodec.encode(foreign));

        await().until(sink::hasCaughtUp);
        assertThat(sink.gaps().getFirst().reason()).isEqualTo(GapReason.FOREIGN_LOG);
        assertThat(sink.ids()).isEqualTo(ids(run.events(3)));
    }

    @Test
    void aCursorBehindTheLogsEndIsAnnouncedAsTruncated() {
        var alice = new UserKey("default", "future-alice");
        var owner = pen.takeOver(alice, "a");
        var log = connection.log();
        var future = new Cursor(log.identity().topicId(), Pen.partition(alice), 1_000_000, 1);

        var sink = open(View.all(alice), CursorCodec.encode(future));
        await().until(sink::hasCaughtUp);
        var run = owner.run(alice);
        pen.events(run.events(2));

        await().until(() -> sink.ids().size() == 2);
        assertThat(sink.gaps().getFirst().reason()).isEqualTo(GapReason.TRUNCATED);
    }

    @Test
    void aCursorOfAnotherPartitionIsRefused() {
        var alice = new UserKey("default", "alice");
        int another = (Pen.partition(alice) + 1) % Pen.PARTITIONS;
        var cursor = new Cursor(connection.log().identity().topicId(), another, 0, 0);

        assertThatThrownBy(() -> open(View.all(alice), CursorCodec.encode(cursor)))
                .isInstanceOf(CursorRefusedException.class);
        assertThatThrownBy(() -> open(View.all(alice), "mangled"))
                .isInstanceOf(CursorRefusedException.class);
    }

    private static UserKey partner(UserKey user) {
        for (int i = 0; ; i++) {
            var other = new UserKey("default", "partner-" + i);
            if (Pen.partition(other) == Pen.partition(user)) {
                return other;
            }
        }
    }

    private RecordingSink openRun(RunScript run) {
        return open(View.run(run.user(), run.run()), null, lookUp(run));
    }

    private static OptionalLong lookUp(RunScript run) {
        return new RunLookup().begin(connection.log(), run.user(), run.run()).join();
    }

    private RecordingSink open(View view, @Nullable String cursor) {
        return open(view, cursor, OptionalLong.empty());
    }

    private RecordingSink open(View view, @Nullable String cursor, OptionalLong runBegin) {
        return open(connection.log(), view, runBegin, cursor);
    }

    private RecordingSink open(
            EventLog log, View view, OptionalLong runBegin, @Nullable String cursor) {
        var sink = new RecordingSink();
        var request = new Streams.Request(view, runBegin, cursor);
        var subscription = new Streams(observer()).open(log, request, sink, loop).join();
        opened.add(subscription);
        loop.execute(subscription::start);
        return sink;
    }

    private StreamObserver observer() {
        return new StreamObserver() {
            @Override
            public void delivered(Reading.Event event, boolean live) {}

            @Override
            public void fellBack() {
                fallbacks.incrementAndGet();
            }

            @Override
            public void gap(GapReason reason) {}
        };
    }

    private static LogConnection connect() {
        var kafka =
                new KafkaSettings(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        "test",
                        Duration.ofSeconds(5));
        var settings = new EventLog.ReaderSettings(RING_BYTES, 64 * 1024, 2, Duration.ofMinutes(1));
        var connection = new LogConnection(kafka, settings, new Codec(), Clock.systemUTC());
        connection.start();
        await().ignoreException(LogUnavailableException.class)
                .until(() -> connection.log() != null);
        return connection;
    }

    private static void deleteBefore(Cursor cursor) {
        var partition = new TopicPartition(Topics.EVENTS, cursor.partition());
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var before = RecordsToDelete.beforeOffset(cursor.offset());
            admin.deleteRecords(Map.of(partition, before)).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> ids(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getId).toList();
    }
}
