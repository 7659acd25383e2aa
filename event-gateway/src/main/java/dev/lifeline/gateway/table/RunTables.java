package dev.lifeline.gateway.table;

import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.log.LogUnavailableException;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.RunStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The users' runs, as the monitor has written them. What is answered is never older than the end of
 * the table when it was asked for; so while Kafka is away there is no answer, and no stale one.
 */
public final class RunTables implements AutoCloseable {

    private final TableReader reader;
    private final Settings settings;
    private final Duration patience;
    private final Codec codec;
    private final InstantSource clock;

    public RunTables(KafkaSettings kafka, Settings settings, Codec codec, InstantSource clock) {
        this.reader = new TableReader(kafka, settings, codec, clock);
        this.settings = settings;
        this.patience = kafka.timeout();
        this.codec = codec;
        this.clock = clock;
        reader.start();
    }

    /**
     * Bounds of what is kept.
     *
     * @param tableBytes memory for the rows of one partition
     * @param linger how long a partition is followed after it was last asked for
     * @param age of the oldest runs that are shown
     */
    public record Settings(long tableBytes, Duration linger, Duration age) {}

    /** A user's runs in that state, or in any if null; newest first. */
    public CompletableFuture<List<RunStatus>> newest(
            EventLog log, UserKey user, @Nullable RunState state, int limit) {
        return table(log, user)
                .thenApply(table ->
                        table.newest(user, state, limit).stream()
                                .filter(this::isRecent)
                                .flatMap(this::decoded)
                                .toList());
    }

    /** One run of a user's; empty where the monitor has written nothing of it, or it is too old. */
    public CompletableFuture<Optional<RunStatus>> run(EventLog log, UserKey user, RunId run) {
        return table(log, user)
                .thenApply(table ->
                        table.row(user, run.text()).filter(this::isRecent).stream()
                                .flatMap(this::decoded)
                                .findFirst());
    }

    @Override
    public void close() {
        reader.close();
    }

    private CompletableFuture<RunTable> table(EventLog log, UserKey user) {
        int partition = user.partition(log.identity().partitions());
        return log.admin()
                .end(new TopicPartition(Topics.RUNS, partition))
                .thenCompose(end -> reached(partition, end));
    }

    private CompletableFuture<RunTable> reached(int partition, long end) {
        return reader.reached(partition, end)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(unread(e)));
    }

    private static Throwable unread(Throwable failure) {
        return failure instanceof TimeoutException
                ? new LogUnavailableException("the run table is still being read")
                : failure;
    }

    /** Whether a gateway that begins to read the table now would know it too. */
    private boolean isRecent(Row row) {
        var oldest = clock.instant().minus(settings.age());
        return !new RunId(row.runId()).time().isBefore(oldest);
    }

    private Stream<RunStatus> decoded(Row row) {
        try {
            return Stream.of(codec.decode(row.value().get(), RunStatus.class));
        } catch (UndecodableException e) {
            // It could be decoded when it came.
            throw new IllegalStateException("a row of the run table cannot be read again", e);
        }
    }
}
