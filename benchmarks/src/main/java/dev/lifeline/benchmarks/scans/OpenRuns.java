package dev.lifeline.benchmarks.scans;

import dev.lifeline.benchmarks.load.RunEvents;
import dev.lifeline.monitor.stream.PartitionUnderScan;
import dev.lifeline.schemas.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** The runs of a partition, some of which run out of time while scans are measured. */
final class OpenRuns {

    private static final UserKey USER = new UserKey("default", "alice");
    private static final int IN_A_MILLISECOND = 10;
    private static final int LAST_EVENT = 2;

    private final PartitionUnderScan partition;
    private final SplittableRandom random = new SplittableRandom(ScansLoad.SEED);
    private final List<String> open = new ArrayList<>();
    private Instant now;
    private long begun;

    OpenRuns(PartitionUnderScan partition, Instant beginning) {
        this.partition = partition;
        now = beginning;
    }

    Instant now() {
        return now;
    }

    int size() {
        return open.size();
    }

    void goOnTo(Instant time) {
        now = time;
        partition.goOnTo(time);
    }

    /**
     * Lets runs begin until that many are open.
     *
     * @param due how many of these run out of time, chosen at random
     * @param from when the first may
     * @param over how long it goes on, at random
     * @param far when the others would
     */
    void beginUpTo(int number, int due, Instant from, Duration over, Duration far) {
        int missing = number - open.size();
        var chosen = chosen(due, missing);
        for (int i = 0; i < missing; i++) {
            if (begun % IN_A_MILLISECOND == 0) {
                goOnTo(now.plusMillis(1));
            }
            begin(chosen.get(i) ? within(from, over) : within(from.plus(far), far));
        }
    }

    private void begin(Instant deadline) {
        var run = RunEvents.of(USER, now, begun++);
        partition.read(run.started(now, deadline));
        open.add(run.runId());
    }

    /** Ends all of them; returns the last one's id. */
    String endAll() {
        var last = open.getLast();
        for (var runId : open) {
            partition.read(new RunEvents(USER, runId).completed(LAST_EVENT, now));
        }
        open.clear();
        return last;
    }

    private Instant within(Instant from, Duration over) {
        return from.plusMillis(random.nextLong(over.toMillis()));
    }

    private BitSet chosen(int number, int of) {
        var chosen = new BitSet(of);
        while (chosen.cardinality() < number) {
            chosen.set(random.nextInt(of));
        }
        return chosen;
    }
}
