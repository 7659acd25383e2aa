package dev.lifeline.benchmarks.stalled;

import dev.lifeline.benchmarks.gateway.GatewayProcess;
import dev.lifeline.benchmarks.load.Client;
import dev.lifeline.benchmarks.load.Clients;
import dev.lifeline.benchmarks.load.EventPen;
import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.load.OpenLoop;
import dev.lifeline.benchmarks.load.People;
import dev.lifeline.benchmarks.process.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;

/** Phases without stalled users and with them, in turns, at one gateway. */
final class Turns implements AutoCloseable {

    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(2));

    /** A telephone's, about: little of what is not read waits there. */
    private static final int STALLED_RECEIVE_BUFFER = 32 * 1024;

    private final StalledLoad load;
    private final GatewayProcess gateway;
    private final Faults faults;
    private final People healthy;
    private final People stalled;
    private final Clients readers;
    private final Clients stallers;

    /**
     * @param name of its users, which are no other gateway's
     */
    Turns(StalledLoad load, GatewayProcess gateway, EventPen pen, String name, Faults faults)
            throws InterruptedException, ExecutionException {
        this.load = load;
        this.gateway = gateway;
        this.faults = faults;
        this.healthy =
                People.of(
                        name + "-healthy",
                        load.healthy(),
                        pen,
                        StalledLoad.RUN_LENGTH,
                        StalledLoad.HEALTHY_TEXT);
        this.stalled =
                People.of(
                        name + "-stalled",
                        load.stalled(),
                        pen,
                        StalledLoad.RUN_LENGTH,
                        StalledLoad.STALLED_TEXT);
        this.readers = clients(healthy, 0);
        this.stallers = clients(stalled, STALLED_RECEIVE_BUFFER);
        readers.connect(healthy.authors());
    }

    private Clients clients(People people, int receiveBuffer) {
        return new Clients(
                gateway.stream(), people.users(), gateway::token, receiveBuffer, 1, faults);
    }

    void warmUp() {
        new OpenLoop(healthy.authors(), load.healthyRate()).run(load.warmUp());
    }

    Pair pair() throws IOException, InterruptedException, ExecutionException {
        var without = phase();
        var before = gateway.liveHeap("before");
        double lost = gateway.measurements().lostClients();
        stallers.connect(stalled.authors());
        stallers.all().forEach(Client::stall);
        var writing = Thread.ofPlatform().name("stalled-authors").start(this::writeForStalled);
        var with = phase();
        writing.join();
        var during = gateway.liveHeap("during");
        var measured = gateway.measurements();
        long begin = System.nanoTime();
        stallers.all().forEach(Client::readOn);
        awaitShown(stallers, stalled);
        var readAfter = Duration.ofNanos(System.nanoTime() - begin);
        stallers.cut();
        PATIENCE.await(
                () -> "the gateway keeps connections that are gone",
                () -> gateway.measurements().connections() <= load.healthy());
        return new Pair(
                without,
                with,
                before,
                during,
                gateway.liveHeap("after"),
                measured.queuedBytes(),
                measured.lostClients() - lost,
                readAfter);
    }

    private void writeForStalled() {
        new OpenLoop(stalled.authors(), load.stalledRate()).run(load.phase());
    }

    private Histogram phase() throws InterruptedException {
        readers.latencies().begin();
        new OpenLoop(healthy.authors(), load.healthyRate()).run(load.phase());
        awaitShown(readers, healthy);
        return readers.latencies().end();
    }

    private void awaitShown(Clients clients, People people) throws InterruptedException {
        PATIENCE.await(
                () ->
                        "%d events are shown of %d; not as promised: %s"
                                .formatted(clients.shown(), people.written(), faults.first()),
                () -> clients.shown() >= people.written());
        if (clients.shown() != people.written()) {
            faults.add(
                    "%d events were written and %d shown"
                            .formatted(people.written(), clients.shown()));
        }
    }

    @Override
    public void close() {
        readers.close();
        stallers.close();
    }
}
