package dev.lifeline.benchmarks.catchup;

import dev.lifeline.benchmarks.load.EventPen;
import dev.lifeline.benchmarks.load.LongRun;
import dev.lifeline.schemas.UserKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the log that is caught up with. */
record Prefill(EventPen pen, CatchUpLoad load, Clock clock) {

    /** Writes all of it; returns the runs that never end, and their deadlines. */
    Map<String, Instant> write() {
        var stuck = new LinkedHashMap<String, Instant>();
        for (int first = 0; first < load.runs(); first += load.atOnce()) {
            writeInTurns(first, stuck);
        }
        pen.flush();
        return stuck;
    }

    private void writeInTurns(int first, Map<String, Instant> stuck) {
        // As the broker keeps time, so that the deadlines are exact.
        var now = Instant.ofEpochMilli(clock.millis());
        var deadline = now.plus(CatchUpLoad.DEADLINE);
        List<LongRun> runs = new ArrayList<>();
        for (int i = first; i < first + load.atOnce(); i++) {
            var run = new LongRun(pen, new UserKey("default", "user-" + i % 4_000), now, i);
            runs.add(run);
            run.begin(now, deadline);
            if (load.isStuck(i)) {
                stuck.put(run.runId(), deadline);
            }
        }
        for (int event = 1; event < CatchUpLoad.EVENTS - 1; event++) {
            runs.forEach(run -> run.say(clock.instant(), CatchUpLoad.TEXT));
        }
        runs.stream()
                .filter(run -> !stuck.containsKey(run.runId()))
                .forEach(run -> {
                    var _ = run.end(clock.instant());
                });
    }
}
