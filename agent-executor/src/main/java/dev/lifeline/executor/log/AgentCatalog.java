package dev.lifeline.executor.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.Topics;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Which agents the executors of this log offer together, by the catalogue that each of them writes.
 * Read when somebody asks for an agent that was not there before; all who ask meanwhile share the
 * next reading. Thread-safe.
 */
@Singleton
public final class AgentCatalog {

    private static final Logger LOG = Logger.getLogger(AgentCatalog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final KafkaClients kafka;
    private final Clock clock;
    private Set<String> names = Set.of();
    private Instant readAt = Instant.MIN;

    public AgentCatalog(KafkaClients kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    /**
     * Whether some executor offers the agent; waits while the catalogue cannot be read.
     *
     * @param wanted asked now and then; when it says no, the answer is of no use
     */
    public boolean offers(String agent, BooleanSupplier wanted) {
        var asked = clock.instant();
        while (wanted.getAsBoolean()) {
            var answer = lookUp(agent, asked);
            if (answer.isPresent()) {
                return answer.get();
            }
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
        return true;
    }

    /** Empty if the catalogue cannot be read now. */
    private synchronized Optional<Boolean> lookUp(String agent, Instant asked) {
        try {
            // What was read before the question may be older than the agent.
            if (!names.contains(agent) && !readAt.isAfter(asked)) {
                var now = clock.instant();
                names = read();
                readAt = now;
            }
            return Optional.of(names.contains(agent));
        } catch (KafkaException e) {
            LOG.warnf("the catalogue of agents cannot be read: %s", e);
            return Optional.empty();
        }
    }

    private Set<String> read() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        var found = new HashSet<String>();
        try (var reader = kafka.reader()) {
            var partitions =
                    reader.partitionsFor(Topics.CATALOG, PATIENCE).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions, PATIENCE);
            while (!ends.entrySet().stream()
                    .allMatch(end -> reader.position(end.getKey(), PATIENCE) >= end.getValue())) {
                if (System.nanoTime() - until > 0) {
                    throw new TimeoutException("not within %d s".formatted(PATIENCE.toSeconds()));
                }
                reader.poll(POLL).forEach(record -> add(record, found));
            }
        }
        return Set.copyOf(found);
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, Set<String> found) {
        if (record.key() == null) {
            return;
        }
        String name = new String(record.key(), UTF_8);
        if (record.value() == null) {
            found.remove(name);
        } else {
            found.add(name);
        }
    }
}
