package dev.lifeline.benchmarks;

import dev.lifeline.benchmarks.announce.AnnouncementComparison;
import dev.lifeline.benchmarks.catchup.CatchUpBench;
import dev.lifeline.benchmarks.codec.CodecComparison;
import dev.lifeline.benchmarks.detection.DetectionBench;
import dev.lifeline.benchmarks.runs.RunsUnderLoad;
import dev.lifeline.benchmarks.scans.ScansBench;
import dev.lifeline.benchmarks.stalled.StalledBench;
import dev.lifeline.benchmarks.storm.StormBench;

/** {@code ./lifeline bench NAME}. */
public final class Main {

    private static final String USAGE =
            """
            Measures one thing beside another in the same run, or one under load.

              ./lifeline bench codec            encoding and decoding an event, beside Avro's own encoder
              ./lifeline bench codec --quick    the same in half a minute, for a first look
              ./lifeline bench announce         announcing events, beside Kafka's bare clients
              ./lifeline bench announce --quick the same in half a minute
              ./lifeline bench runs             10,000 runs of 30 s at once on one executor
              ./lifeline bench runs --quick     500 runs of 5 s
              ./lifeline bench storm            5,000 users of one gateway who come back at once, 100 events behind
              ./lifeline bench storm --quick    500 of them
              ./lifeline bench stalled          1,000 users beside 50 who do not read for a minute
              ./lifeline bench stalled --quick  500 beside 20, for 4 seconds
              ./lifeline bench detection        1,000 of 100,000 open runs run out of time; when the alerts arrive
              ./lifeline bench detection --quick  100 of 10,000
              ./lifeline bench scans            a scan of the monitor, with ever more open and ended runs
              ./lifeline bench scans --quick    up to 100,000, in place of a million
              ./lifeline bench monitor          the monitor reads a million events that are there already, beside Flink CEP
              ./lifeline bench monitor --quick  100,000 of them
            """;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var options = java.util.List.of(arguments);
        if (options.isEmpty() || options.contains("--help")) {
            System.out.print(USAGE);
        } else if (options.getFirst().equals("codec")) {
            new CodecComparison(options.contains("--quick")).run();
        } else if (options.getFirst().equals("announce")) {
            new AnnouncementComparison(options.contains("--quick")).run();
        } else if (options.getFirst().equals("runs")) {
            System.exit(new RunsUnderLoad(options.contains("--quick")).run() ? 0 : 1);
        } else if (options.getFirst().equals("storm")) {
            System.exit(new StormBench(options.contains("--quick")).run() ? 0 : 1);
        } else if (options.getFirst().equals("stalled")) {
            System.exit(new StalledBench(options.contains("--quick")).run() ? 0 : 1);
        } else if (options.getFirst().equals("detection")) {
            System.exit(new DetectionBench(options.contains("--quick")).run() ? 0 : 1);
        } else if (options.getFirst().equals("scans")) {
            System.exit(new ScansBench(options.contains("--quick")).run() ? 0 : 1);
        } else if (options.getFirst().equals("monitor")) {
            System.exit(new CatchUpBench(options.contains("--quick")).run() ? 0 : 1);
        } else {
            System.err.print("There is no benchmark \"" + options.getFirst() + "\". " + USAGE);
            System.exit(2);
        }
    }
}
