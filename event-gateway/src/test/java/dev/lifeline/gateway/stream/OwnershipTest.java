package dev.lifeline.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records of who does not own the partition are shown to nobody, on a real broker. */
class OwnershipTest {

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
    void voidRecordsAreShownToNobodyWhereverTheStreamStarts() {
        var alice = new UserKey("default", "voided-alice");
        var old = pen.takeOver(alice, "old");
        var live = core.open(View.all(alice), null);
        live.awaitCaughtUp();
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
            var resumed = core.open(View.all(alice), CursorCodec.encode(stored.cursor()));
            resumed.awaitCaughtUp();
            assertThat(resumed.ids()).isEqualTo(expected.subList(stored.events(), expected.size()));
        }
        var replayed = core.openRun(after);
        await().until(() -> replayed.completed);
        assertThat(replayed.ids()).isEqualTo(ids(after.events(3)));
        assertThat(core.lookUp(ghost)).as("a run of void events only").isEmpty();
    }

    @Test
    void aStreamThatBeginsAmongVoidRecordsShowsNoneOfThem() {
        var alice = new UserKey("default", "late-alice");
        var old = pen.takeOver(alice, "old");
        var fresh = pen.takeOver(alice, "fresh");
        pen.events(old.run(alice).events(3));
        var sink = core.open(View.all(alice), null);
        sink.awaitCaughtUp();

        pen.events(old.run(alice).events(3));
        var run = fresh.run(alice);
        pen.events(run.events(3));

        await().until(() -> sink.ids().size() >= 3);
        assertThat(sink.ids()).isEqualTo(ids(run.events(3)));
    }

    private static List<String> ids(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getId).toList();
    }
}
