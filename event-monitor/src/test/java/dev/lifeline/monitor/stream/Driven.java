package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.monitor.run.Limits;
import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.Suppression;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.AgentStats;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.avro.StartRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topology under Kafka Streams' test driver: one partition, a log that is read as it is
 * written, and a clock that goes when told to.
 */
final class Driven implements AutoCloseable {

    static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");
    private static final Duration BEAT = Duration.ofSeconds(2);
    static final byte[] KEY = "default/alice".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Codec codec = new Codec();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> events;
    private final TestInputTopic<byte[], byte[]> commands;
    private @Nullable OwnerControl beating;
    private Instant now = T0;
    private long written;
    private boolean caughtUp = true;

    Driven(Path stateDir) {
        this(stateDir, 3, List.of());
    }

    Driven(Path stateDir, int stuckSeconds, List<Suppression> suppressions) {
        var limits =
                new Limits(
                        patience(60),
                        Map.of("stuck", patience(stuckSeconds)),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofHours(1),
                        Duration.ofHours(2));
        var topology =
                new MonitorTopology(
                        codec,
                        codec,
                        new Verdicts(limits, suppressions),
                        new PartitionTrouble(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(15)),
                        Duration.ofMillis(500),
                        new StatsPace(Duration.ofSeconds(2), Duration.ofHours(1)),
                        partition -> sample(),
                        new Unheard());
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "driven");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(topology.get(), settings, T0);
        var bytes = new ByteArraySerializer();
        events = driver.createInputTopic(Topics.EVENTS, bytes, bytes);
        commands = driver.createInputTopic(Topics.COMMANDS, bytes, bytes);
    }

    private static Limits.Patience patience(int noProgressSeconds) {
        return new Limits.Patience(
                Duration.ofSeconds(noProgressSeconds),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30));
    }

    /** An executor takes the partition. */
    void owner(String executorId, long epoch) {
        beating = new OwnerControl(executorId, epoch, 0, null);
        write(codec.encode(beating), Headers.control(Headers.OWNER));
    }

    /** Its owner is gone, and nobody takes the partition. */
    void orphan() {
        beating = null;
    }

    void beat(Run run) {
        var control = new OwnerControl(run.executorId(), run.ownerEpoch(), 1, null);
        write(codec.encode(control), Headers.control(Headers.BEAT));
    }

    void event(AgentEvent event) {
        write(codec.encode(event), Headers.of(event));
    }

    /** An event that was appended at that time, and is read only now. */
    void eventOf(Instant time, AgentEvent event) {
        written++;
        events.pipeInput(new TestRecord<>(KEY, codec.encode(event), Headers.of(event), time));
    }

    void write(byte @Nullable [] value, RecordHeaders headers) {
        written++;
        events.pipeInput(new TestRecord<>(KEY, value, headers, now));
    }

    void command(StartRun command) {
        commands.pipeInput(new TestRecord<>(KEY, codec.encode(command), new RecordHeaders(), now));
    }

    void commandOf(byte[] value) {
        commands.pipeInput(new TestRecord<>(KEY, value, new RecordHeaders(), now));
    }

    /** From here on there is more in the log than has been read. */
    void fallBehind() {
        caughtUp = false;
    }

    void catchUp() {
        caughtUp = true;
    }

    /** Lets time pass in which nothing is written but the owner's beats. */
    void pass(Duration time) {
        var end = now.plus(time);
        for (var beatAt = now.plus(BEAT); !beatAt.isAfter(end); beatAt = beatAt.plus(BEAT)) {
            goOnTo(beatAt);
            if (beating != null) {
                write(codec.encode(beating), Headers.control(Headers.BEAT));
            }
        }
        goOnTo(end);
    }

    /** Lets time pass in which nothing at all is written. */
    void passInSilence(Duration time) {
        goOnTo(now.plus(time));
    }

    private void goOnTo(Instant time) {
        var passed = Duration.between(now, time);
        now = time;
        driver.advanceWallClockTime(passed);
    }

    Instant now() {
        return now;
    }

    List<Alert> alerts() {
        return read(Topics.ALERTS, Alert.class);
    }

    List<AgentStats> stats() {
        return read(Topics.STATS, AgentStats.class);
    }

    /** Keys of the run table that stand for nothing any more, since the last look. */
    List<String> removedRows() {
        return driver
                .createOutputTopic(
                        Topics.RUNS, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .filter(row -> row.value() == null)
                .map(TestRecord::key)
                .toList();
    }

    List<RunStatus> rows() {
        return read(Topics.RUNS, RunStatus.class);
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(
                        Topics.DEAD_LETTERS,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** How many runs, and how many entries in the deadline index, the stores hold. */
    List<Integer> stored() {
        return List.of(count(PartitionTask.RUNS), count(PartitionTask.DEADLINES));
    }

    @Override
    public void close() {
        driver.close();
    }

    private int count(String store) {
        int count = 0;
        try (var entries = driver.getKeyValueStore(store).all()) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        return count;
    }

    private EndOffsets.Sample sample() {
        return new EndOffsets.Sample(0, caughtUp ? written : written + 1, now);
    }

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        return driver
                .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(value -> decoded(value, type))
                .toList();
    }

    private <T extends SpecificRecord> T decoded(byte[] value, Class<T> type) {
        try {
            return codec.decode(value, type);
        } catch (UndecodableException e) {
            throw new AssertionError("the monitor wrote what is not in the contract", e);
        }
    }

    /** Nobody listens. */
    record Unheard() implements MonitorObserver {
        @Override
        public void alerted(Alert alert) {}

        @Override
        public void deadLettered(LogPosition position, String reason) {}

        @Override
        public void judged(int partition, Instant clock) {}

        @Override
        public void scanned(Duration took) {}

        @Override
        public void released(int partition) {}
    }
}
