package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.Change;
import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.RunTracker;
import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The work on one partition, from its assignment to its release: follows its runs and judges those
 * that are due by the partition's own clock. Carries out what the rules say, decides nothing.
 */
final class PartitionTask {

    static final String RUNS = "runs";
    static final String DEADLINES = "deadlines";
    static final String PARTITIONS = "partitions";

    private static final String THIS_PARTITION = "partition";
    private static final int BATCH = 256;

    /** A scan yields after this, so that reading and heartbeats go on; the rest is next. */
    private static final long SCAN_NANOS = Duration.ofMillis(200).toNanos();

    private static final Duration KEEP_WITHIN = Duration.ofMinutes(1);

    private final RunTracker tracker;
    private final Site site;
    private final RecordReader reader;
    private final Verdicts verdicts;
    private final PartitionTrouble trouble;
    private final EndOffsets endOffsets;
    private final MonitorObserver observer;
    private final int partition;
    private final RunBook book;
    private final DeadlineIndex index;
    private final KeyValueStore<String, PartitionState> states;
    private final Outputs outputs;
    private final OwnershipRule rule;
    private final StatsCounter stats;
    private PartitionState state;
    private Instant keptScannedTo;

    PartitionTask(
            Site site,
            RecordReader reader,
            Verdicts verdicts,
            PartitionTrouble trouble,
            EndOffsets endOffsets,
            MonitorObserver observer,
            Duration statsInterval) {
        this.site = site;
        this.reader = reader;
        this.verdicts = verdicts;
        this.trouble = trouble;
        this.tracker = new RunTracker(verdicts);
        this.endOffsets = endOffsets;
        this.observer = observer;
        partition = site.partition();
        index = new DeadlineIndex(site.store(DEADLINES));
        book = new RunBook(site.store(RUNS), index, verdicts);
        states = site.store(PARTITIONS);
        outputs = site.outputs();
        stats = new StatsCounter(site, statsInterval);
        var stored = states.get(THIS_PARTITION);
        state = stored == null ? PartitionState.UNREAD : stored;
        rule = state.rule();
        keptScannedTo = state.scannedTo();
    }

    void process(String topic, long offset, Record<byte[], byte[]> record) {
        var at = Instant.ofEpochMilli(record.timestamp());
        var position = new LogPosition(partition, offset, at);
        if (topic.equals(Topics.COMMANDS)) {
            command(record, position);
        } else {
            event(record, position);
        }
    }

    /** Looks at every run that is due. */
    void judgeDue() {
        long begin = System.nanoTime();
        followRules();
        var now = state.now(endOffsets.latest(partition));
        judgePartition(now);
        if (now.isAfter(state.scannedTo()) && trouble.mayJudgeRuns(state.alerts(), now)) {
            moveScannedTo(judgeUntil(now));
        }
        stats.passOn(site.wallTime());
        observer.judged(partition, now);
        observer.scanned(Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Other rules than the index stands by may want runs looked at sooner. */
    private void followRules() {
        if (state.judgedBy() == verdicts.fingerprint()) {
            return;
        }
        for (var runId : book.indexedTooLate()) {
            var run = book.find(runId);
            if (run != null) {
                keep(run, Instant.EPOCH);
            }
        }
        state = state.judgedBy(verdicts.fingerprint());
        keepState();
    }

    private void judgePartition(Instant now) {
        var wall = site.wallTime();
        var changed =
                trouble.judge(
                        new PartitionTrouble.Known(
                                partition,
                                now,
                                wall,
                                state.ownerSeenAt(),
                                state.nextOffset() - 1,
                                state.alerts()));
        if (!changed.isEmpty()) {
            state = state.alerted(PartitionTrouble.latest(state.alerts(), changed));
            keepState();
            changed.forEach(alert -> tell(alert, wall));
        }
    }

    void release() {
        observer.released(partition);
    }

    private void command(Record<byte[], byte[]> record, LogPosition position) {
        var command = reader.startRun(record);
        if (command != null) {
            var known = book.find(command.getRunId());
            var change = tracker.accepted(known, command, position);
            stats.command(change);
            apply(change, position.time());
        }
    }

    private void event(Record<byte[], byte[]> record, LogPosition position) {
        state = state.read(position.offset(), position.time());
        switch (reader.event(record)) {
            case Reading.Event(var event) -> {
                if (admits(event.getOwnerEpoch(), event.getExecutorId())) {
                    var known = book.find(event.getRunId());
                    var change = tracker.seen(known, event, position, state.wholeSince());
                    stats.event(known, change, event, position.time());
                    apply(change, position.time());
                }
            }
            case Reading.Owner(var control) -> takes(control);
            case Reading.Beat(var control) ->
                    admits(control.getOwnerEpoch(), control.getExecutorId());
            case Reading.Unreadable(var reason) -> {
                outputs.deadLetter(record, reason, position);
                observer.deadLettered(position, reason);
            }
        }
        keepState();
    }

    private void takes(OwnerControl control) {
        if (rule.takes(control.getOwnerEpoch(), control.getExecutorId())) {
            state = state.ownedBy(rule.epoch(), control.getExecutorId());
        }
    }

    private boolean admits(long epoch, String executorId) {
        boolean counts = rule.admits(epoch, executorId);
        if (counts) {
            state = state.ownedBy(rule.epoch(), executorId);
        }
        return counts;
    }

    private void apply(@Nullable Change change, Instant at) {
        if (change != null) {
            keep(change.run(), Instant.EPOCH);
            tell(change, at);
        }
    }

    private void tell(Change change, Instant at) {
        outputs.row(change.run(), at);
        change.alerts().forEach(alert -> tell(alert, at));
    }

    private void tell(Alert alert, Instant at) {
        outputs.alert(alert, at);
        observer.alerted(alert);
    }

    private void keep(TrackedRun run, Instant lookedAt) {
        var due = book.keep(run, lookedAt);
        if (due != null && due.isBefore(state.scannedTo())) {
            moveScannedTo(due);
        }
    }

    /**
     * @return the time before which nothing is due any more
     */
    private Instant judgeUntil(Instant now) {
        long stop = System.nanoTime() + SCAN_NANOS;
        var due = index.due(state.scannedTo(), now, BATCH);
        while (!due.isEmpty() && System.nanoTime() - stop < 0) {
            due.forEach(entry -> judge(entry, now));
            due = index.due(due.getLast().due(), now, BATCH);
        }
        return due.isEmpty() ? now : due.getFirst().due();
    }

    private void judge(DeadlineIndex.Entry entry, Instant now) {
        var run = book.fire(entry);
        if (run == null) {
            removeRowOfForgotten(entry.runId(), now);
            return;
        }
        if (verdicts.forgettable(run, now)) {
            tellIfAlerted(verdicts.forget(run, now), now);
            book.forget(entry.runId(), verdicts.rowUntil(run));
            return;
        }
        var change = verdicts.judge(run, now);
        keep(change.run(), now);
        tellIfAlerted(change, now);
    }

    private void removeRowOfForgotten(String runId, Instant at) {
        if (book.find(runId) == null) {
            outputs.noRow(runId, partition, at);
        }
    }

    private void tellIfAlerted(Change change, Instant at) {
        if (!change.alerts().isEmpty()) {
            tell(change, at);
        }
    }

    /** Forward it need not be kept at once: whoever takes over scans a minute's nothing again. */
    private void moveScannedTo(Instant to) {
        state = state.scanned(to);
        if (to.isBefore(keptScannedTo) || to.isAfter(keptScannedTo.plus(KEEP_WITHIN))) {
            keepState();
        }
    }

    private void keepState() {
        states.put(THIS_PARTITION, state);
        keptScannedTo = state.scannedTo();
    }
}
