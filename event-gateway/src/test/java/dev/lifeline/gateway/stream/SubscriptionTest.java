package dev.lifeline.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The core on a real broker: what a user is shown, live and of one run. */
class SubscriptionTest {

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
    void liveEventsArriveOneByOneInOrder() {
        var alice = new UserKey("default", "live-alice");
        var owner = pen.takeOver(alice, "a");
        var sink = core.open(View.all(alice), null);
        sink.awaitCaughtUp();

        var run = owner.run(alice);
        pen.events(run.events(5));

        await().until(() -> sink.ids().size() == 5);
        assertThat(sink.ids()).isEqualTo(ids(run.events(5)));
        assertThat(sink.frames).noneMatch(Frame.History.class::isInstance);
    }

    @Test
    void aRunIsShownAloneAndEndsItsStream() {
        var alice = new UserKey("default", "running-alice");
        var owner = pen.takeOver(alice, "a");
        var run = owner.run(alice);
        var other = owner.run(alice);
        pen.event(run.started());
        pen.event(other.started());
        var sink = core.openRun(run);
        sink.awaitCaughtUp();
        pen.event(run.delta(2, "x"));
        pen.event(other.completed(2));
        pen.event(run.completed(3));

        await().until(() -> sink.completed);
        assertThat(sink.ids()).isEqualTo(ids(run.events(3)));
    }

    @Test
    void aRunIsShownFromTheSequenceAskedFor() {
        var alice = new UserKey("default", "partial-alice");
        var run = pen.takeOver(alice, "a").run(alice);
        pen.events(run.events(6));

        var sink = core.open(new View(alice, run.run(), 4), null, core.lookUp(run));

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
        var sink = core.open(View.all(alice), null);
        sink.awaitCaughtUp();
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
        var quick = core.open(View.all(alice), null);
        var slow = core.open(View.all(alice), null);
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
            core.wakeAll();
            await().until(() -> slow.room.get() <= 0 || slow.ids().size() == events.size());
        }
        assertThat(slow.ids()).isEqualTo(ids(events));
        assertThat(quick.ids()).isEqualTo(ids(events));
        assertThat(core.counts.fallbacks).hasPositiveValue();
    }

    @Test
    void aQuietUserNeedsNoHistoryHoweverMuchOthersWrite() {
        var quiet = new UserKey("default", "quiet");
        var loud = Core.partner(quiet);
        var owner = pen.takeOver(quiet, "a");
        var sink = core.open(View.all(quiet), null);
        sink.awaitCaughtUp();
        var witness = core.open(View.all(loud), null);
        var noise = new ArrayList<AgentEvent>();
        for (int run = 0; run < 20; run++) {
            noise.addAll(owner.run(loud).events(60));
        }
        pen.events(noise);
        await().until(() -> witness.ids().size() == noise.size());
        int before = core.counts.fallbacks.get();

        var run = owner.run(quiet);
        pen.events(run.events(3));

        await().until(() -> sink.ids().size() == 3);
        assertThat(sink.ids()).isEqualTo(ids(run.events(3)));
        assertThat(sink.frames).noneMatch(Frame.History.class::isInstance);
        assertThat(core.counts.fallbacks.get()).isEqualTo(before);
    }

    @Test
    void aRecordThatIsNoEventIsAnnouncedToItsUserAndToNobodyElse() {
        var alice = new UserKey("default", "garbled-alice");
        var bob = Core.partner(alice);
        var owner = pen.takeOver(alice, "a");
        var hers = core.open(View.all(alice), null);
        var his = core.open(View.all(bob), null);
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

    private static List<String> ids(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getId).toList();
    }
}
