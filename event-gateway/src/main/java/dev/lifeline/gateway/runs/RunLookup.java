package dev.lifeline.gateway.runs;

import static java.time.temporal.ChronoUnit.MINUTES;

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
 * it, or for a run that another run started, its first event. Places in the log are asked for by
 * the minute, so that many look-ups ask for the same.
 */
public final class RunLookup {

    /** A given id may be 5 minutes off, and clocks differ a little. */
    private static final Duration ID_SKEW = Duration.ofMinutes(6);

    /** How much the clocks of two brokers, or of a broker and an executor, may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final Duration longestRun;
    private final UserTurns turns = new UserTurns();

    /**
     * @param longestRun after which a run has ended, and has started no other
     */
    public RunLookup(Duration longestRun) {
        this.longestRun = longestRun;
    }

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
        return turns.take(user, minute(run.time()), () -> search(log, user, run));
    }

    private CompletableFuture<Optional<RunTrace>> search(EventLog log, UserKey user, RunId run) {
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
        var written = Instant.ofEpochMilli(command.timestamp());
        return log.admin()
                .at(events, minute(written.minus(CLOCK_SKEW)))
                .thenApply(begin -> Optional.of(new RunTrace.Asked(command, begin)));
    }

    private static CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> command(
            EventLog log, TopicPartition partition, UserKey user, RunId run) {
        byte[] key = user.bytes();
        var time = run.time();
        return window(log, partition, time.minus(ID_SKEW), time.plus(ID_SKEW))
                .thenCompose(w ->
                        log.history()
                                .find(
                                        partition,
                                        w.from(),
                                        w.until(),
                                        run.text(),
                                        r -> isStart(r, key)));
    }

    /**
     * The id's time is that at which the run above called for it, by the executor's clock. It may
     * have begun much later, by whoever has taken the run above over, but not after that run's end.
     */
    private CompletableFuture<Optional<RunTrace>> firstEvent(
            EventLog log, TopicPartition partition, UserKey user, RunId run) {
        var called = run.time();
        var last = called.plus(longestRun).plus(CLOCK_SKEW);
        return window(log, partition, called.minus(CLOCK_SKEW), last)
                .thenCompose(w ->
                        log.history()
                                .findEvent(
                                        partition.partition(),
                                        w.from(),
                                        w.until(),
                                        Bytes.wrap(user.bytes()),
                                        run.text()))
                .thenApply(found -> found.map(RunTrace.Begun::new));
    }

    /** Where a record of the run's first moments must be. */
    private record Window(long from, long until) {}

    private static CompletableFuture<Window> window(
            EventLog log, TopicPartition partition, Instant from, Instant until) {
        var begin = log.admin().at(partition, minute(from));
        var end = log.admin().at(partition, minute(until).plus(1, MINUTES));
        return begin.thenCombine(end, Window::new);
    }

    private static Instant minute(Instant time) {
        return time.truncatedTo(MINUTES);
    }

    private static boolean isStart(ConsumerRecord<byte[], byte[]> record, byte[] key) {
        return Arrays.equals(record.key(), key) && !isCancel(record);
    }

    private static boolean isCancel(ConsumerRecord<byte[], byte[]> record) {
        return (Headers.TYPE_PREFIX + "CancelRun")
                .equals(Headers.text(record.headers(), Headers.TYPE));
    }
}
