package dev.lifeline.monitor.launch;

import dev.lifeline.monitor.backfill.BackfillJob;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** The service; with the argument {@code backfill}, that job and nothing else. */
@QuarkusMain
public final class Main {

    private static final String BACKFILL = "backfill";

    private static final int NOT_UNDERSTOOD = 2;

    private Main() {}

    public static void main(String... arguments) {
        var options = List.of(arguments);
        if (options.equals(List.of(BACKFILL))) {
            System.exit(new BackfillJob(System.out, System.err).run());
        } else if (options.isEmpty()) {
            Quarkus.run(arguments);
        } else {
            System.err.printf(
                    "event-monitor does not know %s. Without arguments it is the service; with \"%s\" it judges the past anew.%n",
                    options, BACKFILL);
            System.exit(NOT_UNDERSTOOD);
        }
    }
}
