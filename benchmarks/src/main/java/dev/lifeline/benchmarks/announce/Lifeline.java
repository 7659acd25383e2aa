package dev.lifeline.benchmarks.announce;

import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.avro.AgentEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The executor's event log, as runs use it: each event is encoded, written, read back, judged. */
final class Lifeline implements Side {

    private static final String EXECUTOR = "executor-1";

    private final EventLog log;
    private final List<Writer> writers;

    Lifeline(Map<String, Object> kafka, int partitions, int writers) {
        log =
                new EventLog(
                        new KafkaClients(kafka, new Codec()),
                        new Codec(),
                        EXECUTOR,
                        Clock.systemUTC(),
                        new EventLog.Timing(
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(20)),
                        new SimpleMeterRegistry(),
                        failure -> System.err.println("cannot go on: " + failure));
        var claims = IntStream.range(0, partitions).mapToObj(p -> log.take(p, 0)).toList();
        var owned =
                claims.stream().map(claim -> claim.toCompletableFuture().join().owned()).toList();
        this.writers =
                IntStream.range(0, writers)
                        .mapToObj(
                                i -> Writer.of(i, owned.get(Events.user(i).partition(partitions))))
                        .toList();
    }

    @Override
    public void announce(int writer) {
        var run = writers.get(writer);
        var event = run.event();
        long number = event.getSequence() + 1;
        event.setSequence(number);
        event.setId(event.getRunId() + ":" + number);
        var _ = log.writer().append(run.owned(), event).join();
    }

    @Override
    public void close() {
        log.close();
    }

    /** A run, which changes its event to the next once it has been read back. */
    private record Writer(OwnedPartition owned, AgentEvent event) {

        static Writer of(int number, OwnedPartition owned) {
            return new Writer(owned, Events.of(number, EXECUTOR, owned.epoch()));
        }
    }
}
