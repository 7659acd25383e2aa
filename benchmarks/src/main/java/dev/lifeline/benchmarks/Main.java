package dev.lifeline.benchmarks;

import dev.lifeline.benchmarks.announce.AnnouncementComparison;
import dev.lifeline.benchmarks.codec.CodecComparison;

/** {@code ./lifeline bench NAME}. */
public final class Main {

    private static final String USAGE =
            """
            Measures one thing beside another in the same run.

              ./lifeline bench codec            encoding and decoding an event, beside Avro's own encoder
              ./lifeline bench codec --quick    the same in half a minute, for a first look
              ./lifeline bench announce         announcing events, beside Kafka's bare clients
              ./lifeline bench announce --quick the same in half a minute
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
        } else {
            System.err.print("There is no benchmark \"" + options.getFirst() + "\". " + USAGE);
            System.exit(2);
        }
    }
}
