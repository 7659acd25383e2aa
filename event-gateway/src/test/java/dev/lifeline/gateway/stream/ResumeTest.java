package dev.lifeline.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a user is shown after a cursor, on a real broker. */
class ResumeTest {

    private static final int RING_BYTES = 200_000;

    private static BrokerProcess broker;
    private static Pen pen;
    private static Core core;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start();
        Pen.createTopics(broker.bootstrapServers());
        pen = new Pen(broker.bootstrapServers());
        core = new Core(broker.bootstrapServers(), RING_BYTES);
    }

    @AfterAll
    static void stopBroker() {
        core.close();
        pen.close();
        broker.close();
    }

    @AfterEach
    void closeStreams() {
        core.closeStreams();
    }

    @Test
    void aStreamResumesExactlyAfterEveryCursorItGave() {
        var alice = new UserKey("default", "resuming-alice");
        var owner = pen.takeOver(alice, "a");
        var first = core.open(View.all(alice), null);
        first.awaitCaughtUp();
        var events = owner.run(alice).events(20);
        for (int i = 0; i < events.size(); i++) {
            pen.event(events.get(i));
            if (i % 5 == 0) {
                pen.beat(alice, owner.epoch(), "a");
            }
        }
        await().until(() -> first.ids().size() == 20);

        for (var stored : first.stored()) {
            var resumed = core.open(View.all(alice), CursorCodec.encode(stored.cursor()));

            resumed.awaitCaughtUp();
            assertThat(resumed.ids())
                    .isEqualTo(ids(events.subList(stored.events(), events.size())));
        }
    }

    @Test
    void aCursorIsValidOnAnotherGateway() {
        var alice = new UserKey("default", "moving-alice");
        var owner = pen.takeOver(alice, "a");
        var first = core.open(View.all(alice), null);
        first.awaitCaughtUp();
        var events = owner.run(alice).events(10);
        pen.events(events);
        await().until(() -> first.ids().size() == 10);

        try (var another = new Core(broker.bootstrapServers(), RING_BYTES)) {
            for (var stored : first.stored()) {
                var cursor = CursorCodec.encode(stored.cursor());
                var resumed = another.open(View.all(alice), cursor);

                resumed.awaitCaughtUp();
                assertThat(resumed.ids())
                        .isEqualTo(ids(events.subList(stored.events(), events.size())));
            }
        }
    }

    @Test
    void aRunResumedBehindItsEndEndsAtOnce() {
        var alice = new UserKey("default", "done-alice");
        var run = pen.takeOver(alice, "a").run(alice);
        pen.events(run.events(4));
        var first = core.openRun(run);
        await().until(() -> first.completed);
        var last = CursorCodec.encode(first.stored().getLast().cursor());

        var resumed = core.open(View.run(alice, run.run()), last, core.lookUp(run));

        await().until(() -> resumed.completed);
        assertThat(resumed.ids()).isEmpty();
        assertThat(resumed.gaps()).isEmpty();
    }

    @Test
    void whatRetentionHasDeletedIsAnnouncedAndTheStreamGoesOn() {
        var alice = new UserKey("default", "aged-alice");
        var owner = pen.takeOver(alice, "a");
        var first = core.open(View.all(alice), null);
        first.awaitCaughtUp();
        var start = CursorCodec.encode(first.stored().getFirst().cursor());
        var events = owner.run(alice).events(6);
        pen.events(events.subList(0, 3));
        await().until(() -> first.ids().size() == 3);
        var cut = first.stored().getLast().cursor();
        deleteBefore(cut);
        pen.events(events.subList(3, 6));

        try (var another = new Core(broker.bootstrapServers(), RING_BYTES)) {
            var resumed = another.open(View.all(alice), start);

            resumed.awaitCaughtUp();
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

        var sink = core.open(View.all(alice), CursorCodec.encode(foreign));

        sink.awaitCaughtUp();
        assertThat(sink.gaps().getFirst().reason()).isEqualTo(GapReason.FOREIGN_LOG);
        assertThat(sink.ids()).isEqualTo(ids(run.events(3)));
    }

    @Test
    void aCursorBehindTheLogsEndIsAnnouncedAsTruncated() {
        var alice = new UserKey("default", "future-alice");
        var owner = pen.takeOver(alice, "a");
        var log = core.log();
        var future = new Cursor(log.identity().topicId(), Pen.partition(alice), 1_000_000, 1);

        var sink = core.open(View.all(alice), CursorCodec.encode(future));
        sink.awaitCaughtUp();
        var run = owner.run(alice);
        pen.events(run.events(2));

        await().until(() -> sink.ids().size() == 2);
        assertThat(sink.gaps().getFirst().reason()).isEqualTo(GapReason.TRUNCATED);
    }

    @Test
    void aCursorOfAnotherPartitionIsRefused() {
        var alice = new UserKey("default", "alice");
        int another = (Pen.partition(alice) + 1) % Pen.PARTITIONS;
        var cursor = new Cursor(core.log().identity().topicId(), another, 0, 0);

        assertThatThrownBy(() -> core.open(View.all(alice), CursorCodec.encode(cursor)))
                .isInstanceOf(CursorRefusedException.class);
        assertThatThrownBy(() -> core.open(View.all(alice), "mangled"))
                .isInstanceOf(CursorRefusedException.class);
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
