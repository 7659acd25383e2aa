package dev.lifeline.benchmarks.stalled;

import dev.lifeline.benchmarks.gateway.GatewayProcess;
import dev.lifeline.benchmarks.kafka.BenchmarkBroker;
import dev.lifeline.benchmarks.load.EventPen;
import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.process.Cores;
import dev.lifeline.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has some users of a gateway stop reading while much is written for them; holds what the others
 * notice of it against a phase without them, and that the stalled miss nothing.
 */
public final class StalledBench {

    private static final int PARTITIONS = Topics.LOCAL_PARTITIONS;
    private static final Path DIRECTORY = Path.of("benchmarks", "target", "stalled");

    private final StalledLoad load;
    private final Faults faults = new Faults();

    /**
     * @param quick phases of a few seconds, in place of a minute
     */
    public StalledBench(boolean quick) {
        load = quick ? StalledLoad.quick() : StalledLoad.full();
    }

    /**
     * Runs and prints.
     *
     * @return whether everyone was shown everything exactly once, in order
     */
    public boolean run() throws Exception {
        var cores = Cores.divide();
        cores.takeOthers();
        var report = new StalledReport(load, faults);
        report.printHead(cores);
        try (var broker = BenchmarkBroker.start(PARTITIONS);
                var pen = EventPen.takeAll(broker.clientSettings(), PARTITIONS)) {
            for (var silence : load.silences()) {
                report.print(silence, measure(broker, pen, cores, silence));
            }
        }
        report.printEnd();
        return faults.count() == 0;
    }

    private List<Pair> measure(BenchmarkBroker broker, EventPen pen, Cores cores, Duration silence)
            throws Exception {
        var settings = Map.of("LIFELINE_GATEWAY_CLIENT_SILENCE", silence.toString());
        try (var gateway =
                cores.startService(
                        () -> GatewayProcess.start(broker.clientSettings(), settings, DIRECTORY))) {
            gateway.awaitReady();
            var name = "silence-" + silence.toSeconds();
            try (var turns = new Turns(load, gateway, pen, name, faults)) {
                turns.warmUp();
                var pairs = new ArrayList<Pair>();
                for (int i = 0; i < load.pairs(); i++) {
                    pairs.add(turns.pair());
                }
                return pairs;
            }
        }
    }
}
