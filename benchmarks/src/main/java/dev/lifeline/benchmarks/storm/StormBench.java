package dev.lifeline.benchmarks.storm;

import dev.lifeline.benchmarks.gateway.GatewayProcess;
import dev.lifeline.benchmarks.kafka.BenchmarkBroker;
import dev.lifeline.benchmarks.load.Clients;
import dev.lifeline.benchmarks.load.ClosedLoop;
import dev.lifeline.benchmarks.load.EventPen;
import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.load.LogRange;
import dev.lifeline.benchmarks.load.OpenLoop;
import dev.lifeline.benchmarks.load.People;
import dev.lifeline.benchmarks.process.Cores;
import dev.lifeline.benchmarks.process.LiveHeap;
import dev.lifeline.benchmarks.process.Patience;
import dev.lifeline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;

/**
 * Has all users of a gateway lose their connection at once, miss events, and come back at once;
 * holds how long that takes against what the same events take live in the same run.
 */
public final class StormBench {

    private static final int PARTITIONS = Topics.LOCAL_PARTITIONS;
    private static final Path DIRECTORY = Path.of("benchmarks", "target", "storm");
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(1));
    private static final int DIGITS = 3;

    private final StormLoad load;
    private final Faults faults = new Faults();

    /**
     * @param quick five hundred users, in place of five thousand
     */
    public StormBench(boolean quick) {
        load = quick ? StormLoad.quick() : StormLoad.full();
    }

    /**
     * Runs and prints.
     *
     * @return whether everyone was shown everything exactly once, in order
     */
    public boolean run() throws Exception {
        var cores = Cores.divide();
        cores.takeOthers();
        try (var broker = BenchmarkBroker.start(PARTITIONS);
                var gateway =
                        cores.startService(() ->
                                GatewayProcess.start(
                                        broker.clientSettings(), Map.of(), DIRECTORY));
                var pen = EventPen.takeAll(broker.clientSettings(), PARTITIONS)) {
            var people = People.of("user", load.users(), pen, load.each(), StormLoad.TEXT);
            gateway.awaitReady();
            try (var clients =
                    new Clients(gateway.stream(), people.users(), gateway::token, 0, 1, faults)) {
                var site = new Site(broker.clientSettings(), gateway, pen, people, clients);
                new StormReport(load, cores, measure(site), faults).print();
            }
        }
        return faults.count() == 0;
    }

    /** Who takes part. */
    private record Site(
            Map<String, Object> kafka,
            GatewayProcess gateway,
            EventPen pen,
            People people,
            Clients clients) {}

    private Measured measure(Site site)
            throws IOException, InterruptedException, ExecutionException {
        var idle = site.gateway.liveHeap("idle");
        var opened = comeBack(site);
        var connected = site.gateway.liveHeap("connected");
        var loop = new ClosedLoop(site.people.authors(), load.window(), site.clients::shown);
        loop.run(load.warmUpEach());
        var live = live(site, loop);
        var rate = load.events() * 1e9 / live.took().toNanos() / 2;
        var paced = paced(site, rate);
        var storms = new ArrayList<Storm>();
        for (int i = 0; i < load.storms(); i++) {
            storms.add(storm(site));
        }
        requireComplete(site);
        return new Measured(
                opened,
                live,
                rate,
                paced,
                storms,
                idle,
                connected,
                site.gateway.liveHeap("end"),
                site.clients.returns());
    }

    private Live live(Site site, ClosedLoop loop) throws IOException, InterruptedException {
        double fallbacks = site.gateway.measurements().fallbacks();
        var before = site.gateway.usage();
        var took = loop.run(load.each());
        return new Live(
                took,
                site.gateway.usage().coresSince(before),
                site.gateway.measurements().fallbacks() - fallbacks);
    }

    private Histogram paced(Site site, double rate) throws InterruptedException {
        site.clients.latencies().begin();
        new OpenLoop(site.people.authors(), rate).run(load.paced());
        PATIENCE.await(
                () -> "not all events are shown: " + faults.first(),
                () -> site.clients.shown() >= site.people.written());
        return site.clients.latencies().end();
    }

    private Storm storm(Site site) throws IOException, InterruptedException, ExecutionException {
        site.clients.cut();
        PATIENCE.await(
                () -> "the gateway keeps connections that are gone",
                () -> site.gateway.measurements().connections() == 0);
        var from = LogRange.ends(site.kafka, PARTITIONS);
        for (int i = 0; i < load.each(); i++) {
            site.people.authors().forEach(author -> author.write(Instant.now()));
        }
        site.pen.flush();
        var missed = new LogRange(from, LogRange.ends(site.kafka, PARTITIONS));
        double missedBytes = missed.bytes(site.kafka);
        double read = site.gateway.measurements().historyBytes();
        var before = site.gateway.usage();
        var caughtUp = comeBack(site);
        var after = site.gateway.usage();
        return new Storm(
                caughtUp,
                site.gateway.measurements().historyBytes() - read,
                missedBytes,
                after.coresSince(before),
                after.residentBytes());
    }

    /** How long it takes each until history is done, in microseconds. */
    private Histogram comeBack(Site site) throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        var times = new Histogram(DIGITS);
        site.clients
                .connect(site.people.authors())
                .forEach(at -> times.recordValue((at - begin) / 1_000));
        return times;
    }

    private void requireComplete(Site site) {
        if (site.clients.shown() != site.people.written()) {
            faults.add(
                    "%d events were written and %d shown"
                            .formatted(site.people.written(), site.clients.shown()));
        }
    }

    /**
     * What the gateway carries live.
     *
     * @param took until the last of all events was shown
     * @param cores of the gateway in use
     * @param fallbacks streams that had to read the log meanwhile
     */
    record Live(Duration took, double cores, double fallbacks) {}

    /**
     * What was seen from outside.
     *
     * @param opened how long it took each to connect the first time, in microseconds
     * @param pacedRate events in a second at which latency was measured
     * @param paced from when they were due, in microseconds
     * @param returns clients that were closed and came back by themselves, by close code
     */
    record Measured(
            Histogram opened,
            Live live,
            double pacedRate,
            Histogram paced,
            List<Storm> storms,
            LiveHeap idle,
            LiveHeap connected,
            LiveHeap end,
            Map<Integer, Long> returns) {}
}
