package dev.lifeline.gateway.runs;

import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;

/**
 * Finds a user's run in the log by the time in its id, without an index: the command that started
 * it, or for a run that another run started, its first event.
 */
public final class RunLookup {

    /** A given id may be 5 minutes off, and clocks differ a little. */
    private static final Duration ID_SKEW = Duration.ofMinutes(6);

    /** How much the clocks of two partitions' brokers may differ. */
    private static final Duration BROKER_SKEW = Duration.ofMinutes(1);

    /**
     * Where to begin reading agent.events for a run.
     *
     * @return an offset before the run's first event; empty if this user has no such run
     */
    public CompletableFuture<OptionalLong> begin(EventLog log, UserKey user, RunId run) {
        return find(log, user, run)
                .thenApply(found ->
                        found.map(trace -> OptionalLong.of(trace.begin()))
                                .orElse(OptionalLong.empty()));
    }

    /** What the log holds of the run's beginning; empty if this user has no such run. */
    CompletableFuture<Optional<RunTrace>> find(EventLog log, UserKey user, RunId run) {
        int partition = user.partition(log.identity().partitions());
        var events = new TopicPartition(Topics.EVENTS, partition);
        return command(log, new TopicPartition(Topics.COMMANDS, partition), user, run)
                .thenCompose(command ->
                        command.isPresent()
                                ? asked(log, events, command.get())
                                : firstEvent(log, events, user, run));
    }

    private static CompletableFuture<Optional<RunTrace>> asked(
            EventLog log, TopicPartition events, ConsumerRecord<byte[], byte[]> command) {
        return log.admin()
                .at(events, shortlyBefore(command))
                .thenApply(begin -> Optional.of(new RunTrace.Asked(command, begin)));
    }

    private static CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> command(
            EventLog log, TopicPartition partition, UserKey user, RunId run) {
        byte[] key = user.bytes();
        return window(log, partition, run)
                .thenCompose(w ->
                        log.history().find(partition, w.from(), w.until(), r -> isOf(r, key, run)));
    }

    private static CompletableFuture<Optional<RunTrace>> firstEvent(
            EventLog log, TopicPartition partition, UserKey user, RunId run) {
        return window(log, partition, run)
                .thenCompose(w ->
                        log.history()
                                .findEvent(
                                        partition.partition(),
                                        w.from(),
                                        w.until(),
                                        Bytes.wrap(user.bytes()),
                                        event -> event.runId().equals(run.text())))
                .thenApply(found -> found.map(RunTrace.Begun::new));
    }

    /** Where a record of the run's first moments must be. */
    private record Window(long from, long until) {}

    private static CompletableFuture<Window> window(
            EventLog log, TopicPartition partition, RunId run) {
        var from = log.admin().at(partition, run.time().minus(ID_SKEW));
        var until = log.admin().at(partition, run.time().plus(ID_SKEW));
        return from.thenCombine(until, Window::new);
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> record, byte[] key, RunId run) {
        return Arrays.equals(record.key(), key)
                && run.text().equals(Headers.text(record.headers(), Headers.SUBJECT))
                && !isCancel(record);
    }

    private static boolean isCancel(ConsumerRecord<byte[], byte[]> record) {
        return (Headers.TYPE_PREFIX + "CancelRun")
                .equals(Headers.text(record.headers(), Headers.TYPE));
    }

    private static Instant shortlyBefore(ConsumerRecord<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp()).minus(BROKER_SKEW);
    }
}
