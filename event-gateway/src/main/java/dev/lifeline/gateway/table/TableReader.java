package dev.lifeline.gateway.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.RunStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads the partitions of agent.runs somebody asks for, from the oldest row worth
 * showing on, and follows each until nobody has asked for a while.
 */
final class TableReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private final RunTables.Settings settings;
    private final Codec codec;
    private final InstantSource clock;
    private final Map<TopicPartition, FollowedTable> followed = new HashMap<>();
    // As many as there are calls waiting; each gives up after its patience.
    private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("run-tables").daemon().unstarted(this::run);
    private volatile boolean running = true;
    private volatile @Nullable PatientConsumer<byte[]> current;

    TableReader(
            KafkaSettings kafka, RunTables.Settings settings, Codec codec, InstantSource clock) {
        this.kafka = kafka;
        this.settings = settings;
        this.codec = codec;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    /** The partition's table once it has been read up to that offset. */
    CompletableFuture<RunTable> reached(int partition, long offset) {
        var request =
                new Request(
                        new TopicPartition(Topics.RUNS, partition),
                        offset,
                        new CompletableFuture<>());
        requests.add(request);
        wakeUp();
        return request.answer;
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        wakeUp();
    }

    private record Request(
            TopicPartition partition, long offset, CompletableFuture<RunTable> answer) {}

    private void wakeUp() {
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void run() {
        while (running) {
            try (var consumer = kafka.consumer("runs", codec)) {
                current = consumer;
                followed.clear();
                while (running) {
                    turn(consumer);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The thread's boundary: those who wait give up; who asks next is served anew.
                LOG.warn("the run table's reader begins anew: {}", e.toString());
                pause();
            }
        }
    }

    private void turn(PatientConsumer<byte[]> consumer) throws InterruptedException {
        try {
            admitRequests(consumer);
            if (!followed.isEmpty()) {
                read(consumer);
                leaveIdle(consumer);
            }
        } catch (WakeupException e) {
            // Somebody asks for something: the next turn sees to it.
        } catch (OffsetOutOfRangeException e) {
            e.partitions().forEach(partition -> restart(consumer, partition));
        }
    }

    private void admitRequests(PatientConsumer<byte[]> consumer) throws InterruptedException {
        var request =
                followed.isEmpty()
                        ? requests.poll(POLL.toMillis(), TimeUnit.MILLISECONDS)
                        : requests.poll();
        while (request != null) {
            admit(consumer, request);
            request = requests.poll();
        }
    }

    private void admit(PatientConsumer<byte[]> consumer, Request request) {
        try {
            var table = followed.get(request.partition);
            if (table == null) {
                table = follow(consumer, request.partition);
            }
            table.await(request.offset, request.answer, clock.millis());
        } catch (WakeupException e) {
            // Another request came in between: this one is taken up once more.
            requests.add(request);
        }
    }

    private FollowedTable follow(PatientConsumer<byte[]> consumer, TopicPartition partition) {
        long begin = begin(consumer, partition);
        var table = new FollowedTable(new RunTable(settings.tableBytes()), begin);
        followed.put(partition, table);
        consumer.assign(followed.keySet());
        consumer.seek(partition, begin);
        return table;
    }

    /** Rows of runs whose events are no longer kept are not worth reading. */
    private long begin(PatientConsumer<byte[]> consumer, TopicPartition partition) {
        long oldest = clock.instant().minus(settings.age()).toEpochMilli();
        var found = consumer.offsetsForTimes(Map.of(partition, oldest)).get(partition);
        return found == null
                ? consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L)
                : found.offset();
    }

    private void restart(PatientConsumer<byte[]> consumer, TopicPartition partition) {
        var lost = followed.get(partition);
        if (lost != null) {
            LOG.warn("{} was cut back or made anew, reading it again", partition);
            lost.handWaitersTo(follow(consumer, partition));
        }
    }

    private void read(PatientConsumer<byte[]> consumer) {
        var records = consumer.poll(POLL);
        followed.forEach((partition, table) -> {
            records.records(partition).forEach(record -> take(table.table(), record));
            table.reached(consumer.position(partition));
        });
    }

    private void take(RunTable table, ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        var runId = new String(record.key(), UTF_8);
        if (record.value() == null) {
            table.remove(runId);
            return;
        }
        try {
            table.put(row(runId, record.value()));
        } catch (UndecodableException | IllegalArgumentException e) {
            LOG.warn(
                    "row skipped partition={} offset={}: {}",
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private Row row(String key, byte[] value) throws UndecodableException {
        var runId = new RunId(key).text();
        var status = codec.decode(value, RunStatus.class);
        var user = new UserKey(status.getTenantId(), status.getUserId());
        return new Row(runId, user, RunState.of(status.getState()), Bytes.wrap(value));
    }

    private void leaveIdle(PatientConsumer<byte[]> consumer) {
        long limit = clock.millis() - settings.linger().toMillis();
        if (followed.values().removeIf(table -> table.isIdleSince(limit))) {
            consumer.assign(followed.keySet());
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            running = false;
        }
    }
}
