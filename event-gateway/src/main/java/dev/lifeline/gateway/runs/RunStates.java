package dev.lifeline.gateway.runs;

import dev.lifeline.gateway.log.Entry;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.Page;
import dev.lifeline.gateway.log.Position;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.gateway.table.RunTables;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.avro.StartRun;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;

/**
 * Tells how a run stands: by the monitor's row, and where there is none yet by the log. A user who
 * has just been told that a run is accepted is never told that there is no such run.
 */
public final class RunStates {

    private final RunTables tables;
    private final RunLookup lookup;
    private final Codec codec;

    public RunStates(RunTables tables, RunLookup lookup, Codec codec) {
        this.tables = tables;
        this.lookup = lookup;
        this.codec = codec;
    }

    /** The run's state; fails where this user has no such run. */
    public CompletableFuture<RunStatus> of(EventLog log, UserKey user, RunId run) {
        return tables.run(log, user, run)
                .thenCompose(row ->
                        row.isPresent()
                                ? CompletableFuture.completedFuture(row.get())
                                : fromLog(log, user, run));
    }

    private CompletableFuture<RunStatus> fromLog(EventLog log, UserKey user, RunId run) {
        return lookup.find(log, user, run)
                .thenCompose(found ->
                        fromLog(
                                log,
                                user,
                                run,
                                found.orElseThrow(() -> Problems.unknownRun(run.text()))));
    }

    private CompletableFuture<RunStatus> fromLog(
            EventLog log, UserKey user, RunId run, RunTrace trace) {
        int partition = user.partition(log.identity().partitions());
        var row = LogRow.of(user, run, partition);
        if (trace instanceof RunTrace.Asked asked) {
            command(asked).ifPresent(row::take);
        }
        var walk = new Walk(log, partition, Bytes.wrap(user.bytes()), run, row);
        return log.admin()
                .end(new TopicPartition(Topics.EVENTS, partition))
                .thenCompose(end ->
                        log.history()
                                .place(partition, trace.begin())
                                .thenCompose(begin -> walk.on(begin, end)))
                .thenApply(v -> row.status());
    }

    /** Empty where it cannot be read; that there is a run is certain all the same. */
    private Optional<StartRun> command(RunTrace.Asked asked) {
        try {
            return Optional.of(codec.decode(asked.command().value(), StartRun.class));
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    /** Reads the run's events, to its end or the log's. */
    private record Walk(EventLog log, int partition, Bytes key, RunId run, LogRow row) {

        CompletableFuture<Void> on(Position at, long end) {
            if (row.hasEnded() || at.offset() >= end) {
                return CompletableFuture.completedFuture(null);
            }
            return log.history()
                    .page(partition, at, end, key)
                    .thenCompose(page ->
                            switch (page) {
                                case Page.Records records -> {
                                    records.entries().forEach(this::take);
                                    yield on(records.next(), end);
                                }
                                case Page.Deleted deleted -> on(deleted.earliest(), end);
                            });
        }

        private void take(Entry entry) {
            if (entry.reading() instanceof Reading.Event event
                    && event.runId().equals(run.text())) {
                row.take(event, entry.offset());
            }
        }
    }
}
