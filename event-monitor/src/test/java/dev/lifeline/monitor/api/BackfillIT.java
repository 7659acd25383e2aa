package dev.lifeline.monitor.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.monitor.fixture.BackfillProcess;
import dev.lifeline.monitor.fixture.Cluster;
import dev.lifeline.monitor.fixture.Executor;
import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.schemas.Topics;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class BackfillIT {

    /** {@code stuck} may go without an event for three seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private final Instant begin = Instant.now();
    private final List<Run> runs =
            IntStream.range(0, 20).mapToObj(i -> Run.of("stuck", "user" + i, begin, i)).toList();
    private BrokerProcess broker;
    private Cluster cluster;
    private BackfillProcess backfill;

    @BeforeAll
    void writeHistory(@TempDir Path directory) {
        broker = BrokerProcess.start();
        cluster = new Cluster(broker.bootstrapServers());
        cluster.createTopics();
        backfill = new BackfillProcess(broker.bootstrapServers(), directory);
        try (var executor = new Executor(cluster)) {
            runs.forEach(executor::owns);
            for (var run : runs) {
                executor.accepts(run, run.command(begin, Duration.ofMinutes(10)));
                executor.writes(run, run.started(1, Instant.now(), begin.plusSeconds(600)));
            }
            // The first ten go on, and end; the others go silent, and five of them end late.
            runs.subList(0, 10).forEach(run -> end(executor, run));
            var silentUntil = Instant.now().plus(SILENCE);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        runs.forEach(executor::beats);
                        return Instant.now().isAfter(silentUntil);
                    });
            runs.subList(10, 15).forEach(run -> end(executor, run));
            runs.forEach(executor::beats);
        }
    }

    private static void end(Executor executor, Run run) {
        executor.writes(run, run.completed(2, Instant.now(), "SUCCEEDED"));
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    @Test
    void theSameLogGivesTheSameRecordsByteForByte() throws Exception {
        assertThat(run("first").exitCode()).isZero();
        assertThat(run("second").exitCode()).isZero();

        assertThat(cluster.alerts(Topics.ALERTS + ".first"))
                .containsExactlyInAnyOrderElementsOf(expected());
        for (var topic : List.of(Topics.ALERTS, Topics.RUNS)) {
            assertThat(bytes(topic + ".second")).isEqualTo(bytes(topic + ".first")).isNotEmpty();
        }
        assertThat(cluster.read(Topics.ALERTS)).as("the monitor's own").isEmpty();
    }

    @Test
    void whatAnEarlierOneHasWrittenIsNotMixedWithAnother() throws Exception {
        assertThat(run("twice").exitCode()).isZero();
        int written = bytes(Topics.ALERTS + ".twice").size();

        var again = run("twice");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.output()).contains("already exists", "a name of its own");
        assertThat(bytes(Topics.ALERTS + ".twice")).hasSize(written);
    }

    @Test
    void withoutATimeItSaysWhatIsMissing() throws Exception {
        var result = backfill.run(Map.of());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("LIFELINE_MONITOR_BACKFILL_FROM");
    }

    private BackfillProcess.Result run(String name) throws Exception {
        return backfill.run(
                Map.of(
                        "LIFELINE_MONITOR_BACKFILL_FROM",
                        begin.minusSeconds(60).toString(),
                        "LIFELINE_MONITOR_BACKFILL_NAME",
                        name));
    }

    private List<String> expected() {
        return runs.subList(10, 20).stream()
                .flatMap(run -> {
                    var alert = run.runId() + "|no_progress|1 ";
                    return runs.indexOf(run) < 15
                            ? List.of(alert + "FIRING", alert + "RESOLVED").stream()
                            : List.of(alert + "FIRING").stream();
                })
                .toList();
    }

    /** A line for each record, partition by partition. */
    private List<String> bytes(String topic) {
        return cluster.read(topic).stream()
                .sorted(Comparator.comparingInt(ConsumerRecord::partition))
                .map(record ->
                        "%d %s %s"
                                .formatted(record.partition(), text(record.key()), digest(record)))
                .toList();
    }

    private static String digest(ConsumerRecord<byte[], byte[]> record) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(record.key());
            digest.update(record.value());
            digest.update(Long.toString(record.timestamp()).getBytes(UTF_8));
            for (var header : record.headers()) {
                digest.update(header.key().getBytes(UTF_8));
                digest.update(header.value());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
