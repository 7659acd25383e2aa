package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.DeafObserver;
import dev.lifeline.gateway.testing.MovedClock;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.UserKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What health says when records of one partition no longer reach the gateway, on a real broker. */
class StalledReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FLOWS = 0;
    private static final int STALLS = 1;
    private static final long EPOCH = 7;

    private final MovedClock clock = new MovedClock();
    private final ArrivalWatch arrivals = new ArrivalWatch(clock);
    private final BeatWatch beats = new BeatWatch(clock);
    private final BrokerProcess broker = BrokerProcess.start();
    private final List<Feed> feeds =
            List.of(
                    new Feed(FLOWS, Records.at(0), 1_000_000, Records.DECODER),
                    new Feed(STALLS, Records.at(0), 1_000_000, Records.DECODER));
    private LogAdmin admin;
    private LiveReader reader;
    private Pen pen;

    @BeforeEach
    void read() {
        Pen.createTopics(broker.bootstrapServers());
        var kafka =
                new KafkaSettings(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        "test",
                        Duration.ofSeconds(5));
        admin = new LogAdmin(Admin.create(kafka.admin()));
        reader =
                new LiveReader(
                        kafka.consumer("live", new Codec()), new DeafObserver(), partition -> {});
        pen = new Pen(broker.bootstrapServers());
        reader.start();
        feeds.forEach(reader::follow);
    }

    @AfterEach
    void stop() {
        pen.close();
        reader.close();
        admin.close();
        broker.close();
    }

    @Test
    void aPartitionWhoseReaderStallsIsNamedWithinTenSecondsThoughTheOthersFlow() {
        write(FLOWS);
        write(STALLS);
        awaitRecords(FLOWS, 1);
        awaitRecords(STALLS, 1);
        assertThat(troubleAfter(Duration.ZERO)).isEmpty();

        reader.leave(feeds.get(STALLS));
        write(FLOWS);
        write(STALLS);
        awaitRecords(FLOWS, 2);

        assertThat(troubleAfter(Duration.ofSeconds(2))).isEmpty();
        for (int second = 2; second < 10; second += 2) {
            assertThat(troubleAfter(Duration.ofSeconds(2))).isEmpty();
        }
        clock.pass(Duration.ofMillis(1));
        assertThat(arrivals.trouble().orElseThrow()).contains("partition " + STALLS);

        reader.follow(feeds.get(STALLS));
        awaitRecords(STALLS, 2);
        assertThat(troubleAfter(Duration.ZERO)).isEmpty();
    }

    @Test
    void whereNoBeatsComeAnymoreIsToldAndIsNoTroubleAlone() {
        beat(FLOWS);
        beat(STALLS);
        awaitRecords(FLOWS, 1);
        awaitRecords(STALLS, 1);
        beats.look(feeds);

        for (int beat = 2; beat <= 6; beat++) {
            beat(FLOWS);
            awaitRecords(FLOWS, beat);
            assertThat(beats.silent()).isEmpty();
            assertThat(troubleAfter(Duration.ofSeconds(2))).isEmpty();
            beats.look(feeds);
        }

        assertThat(beats.silent()).containsExactly(STALLS);
        beat(STALLS);
        awaitRecords(STALLS, 2);
        beats.look(feeds);
        assertThat(beats.silent()).isEmpty();
    }

    /** What is wrong at the next look, after that time. */
    private Optional<String> troubleAfter(Duration time) {
        clock.pass(time);
        arrivals.sampled(admin.ends(List.of(FLOWS, STALLS)).join(), feeds);
        return arrivals.trouble();
    }

    private void write(int partition) {
        pen.event(RunScript.of(user(partition), "executor-1", EPOCH).started());
    }

    private void beat(int partition) {
        pen.beat(user(partition), EPOCH, "executor-1");
    }

    private void awaitRecords(int partition, long count) {
        await().atMost(PATIENCE).until(() -> feeds.get(partition).end().offset() == count);
    }

    private static UserKey user(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new UserKey("default", "user-" + i))
                .filter(user -> Pen.partition(user) == partition)
                .findFirst()
                .orElseThrow();
    }
}
