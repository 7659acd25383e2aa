package dev.lifeline.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.PastLog;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;

/** Runs are looked up together, and nobody's look-ups hold up another's; on a real broker. */
@TestInstance(Lifecycle.PER_CLASS)
class LookupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<UserKey> CROWD =
            IntStream.iterate(0, i -> i + 1)
                    .mapToObj(i -> new UserKey("default", "user-" + i))
                    .filter(user -> Pen.partition(user) == 0)
                    .limit(300)
                    .toList();

    private static final UserKey BOB =
            Stream.iterate(0, i -> i + 1)
                    .map(i -> new UserKey("default", "bob-" + i))
                    .filter(user -> Pen.partition(user) == 1)
                    .findFirst()
                    .orElseThrow();

    private final BrokerProcess broker = BrokerProcess.start();
    private final PastLog log = new PastLog(broker.bootstrapServers(), CROWD.getFirst());
    private final Instant begin = Instant.now().minus(Duration.ofHours(6));
    private final Instant lately = begin.plus(Duration.ofHours(5));
    private final RunScript late = PastLog.run(CROWD.get(2), lately.plusSeconds(60));
    private final List<RunScript> asked = new ArrayList<>();
    private final List<RunScript> below = new ArrayList<>();

    @BeforeAll
    void writeFiveHoursAndThenHalfAnHourOfMore() {
        Pen.createTopicsThatBelieveTimes(broker.bootstrapServers());
        log.owner(begin);
        for (int second = 0; second < 5 * 3600; second += 10) {
            write(begin.plusSeconds(second), CROWD.getLast());
        }
        for (int second = 0; second < 30 * 60; second++) {
            var user = CROWD.get(second % CROWD.size());
            asked.add(write(lately.plusSeconds(second), user));
            below.add(child(lately.plusSeconds(second), user));
            if (second == 15 * 60) {
                log.event(late.started(), lately.plusSeconds(second));
            }
        }
        log.flush();
    }

    private RunScript write(Instant at, UserKey user) {
        var run = PastLog.run(user, at);
        log.command(run, at);
        log.event(run.started(), at);
        log.event(run.delta(2, "word"), at.plusMillis(100));
        log.event(run.completed(3), at.plusMillis(200));
        log.beat(at.plusMillis(300));
        return run;
    }

    /** What another run has started has no command. */
    private RunScript child(Instant at, UserKey user) {
        var child = PastLog.run(user, at);
        log.event(child.started(), at.plusMillis(400));
        return child;
    }

    @AfterAll
    void stopBroker() {
        log.close();
        broker.close();
    }

    @Test
    void threeHundredRunsAreFoundTogether(TestReporter reporter) {
        // given: of each a third, from twenty minutes
        var known = everyTwelfth(asked);
        var children = everyTwelfth(below);
        var unknown = known.stream().map(run -> PastLog.run(run.user(), run.run().time())).toList();
        try (var core = new Core(broker.bootstrapServers(), 50_000)) {
            core.log().feed(0).join();
            long start = System.nanoTime();

            // when
            var lookups = new ArrayList<CompletableFuture<OptionalLong>>();
            for (int i = 0; i < 100; i++) {
                for (var run : List.of(known.get(i), children.get(i), unknown.get(i))) {
                    lookups.add(core.begin(run.user(), run.run()));
                }
            }
            await().pollDelay(Duration.ZERO)
                    .atMost(PATIENCE)
                    .until(() -> lookups.stream().allMatch(CompletableFuture::isDone));

            // then
            long millis = (System.nanoTime() - start) / 1_000_000;
            long read = counted(core);
            reporter.publishEntry("lookups", "%d ms, %d bytes".formatted(millis, read));
            long once = bytes(core, Topics.EVENTS) + bytes(core, Topics.COMMANDS);
            assertThat(read).isBetween(once / 4, once * 8);
            for (int i = 0; i < 300; i++) {
                assertThat(lookups.get(i).join().isPresent()).isEqualTo(i % 3 != 2);
            }
        }
    }

    @Test
    void whoLooksForManyRunsThatAreNotThereHoldsUpNobody() {
        var visitor = CROWD.get(1);
        try (var core = new Core(broker.bootstrapServers(), 50_000)) {
            core.log().feed(0).join();
            // given: ten ids each of fifteen places that have nothing in common
            var unknown = new ArrayList<CompletableFuture<OptionalLong>>();
            for (int i = 0; i < 150; i++) {
                var at = begin.plus(Duration.ofMinutes(10 + 20 * (i % 15)));
                unknown.add(core.begin(visitor, PastLog.run(visitor, at).run()));
            }

            // when
            var child = below.get(900);
            var found = core.begin(child.user(), child.run()).join();

            // then
            assertThat(found).isPresent();
            long done = unknown.stream().filter(CompletableFuture::isDone).count();
            assertThat(done).isLessThanOrEqualTo(50);
            await().pollDelay(Duration.ZERO)
                    .atMost(PATIENCE)
                    .until(() -> unknown.stream().allMatch(CompletableFuture::isDone));
            assertThat(unknown).allSatisfy(lookup -> assertThat(lookup.join()).isEmpty());
        }
    }

    /** The executor died after its call, and whoever took it over came late. */
    @Test
    void aRunThatBeganLongAfterItWasCalledForIsFound() {
        try (var core = new Core(broker.bootstrapServers(), 50_000)) {
            assertThat(core.begin(late.user(), late.run()).join()).isPresent();
        }
    }

    @Test
    void aPlaceThatHasBeenDeletedSinceItWasAskedForIsSkipped() throws Exception {
        try (var past = new PastLog(broker.bootstrapServers(), BOB);
                var core = new Core(broker.bootstrapServers(), 50_000)) {
            var deleted = PastLog.run(BOB, begin);
            var kept = PastLog.run(BOB, begin.plusMillis(1));
            for (var run : List.of(deleted, kept)) {
                past.command(run, begin);
                past.event(run.started(), begin);
            }
            past.flush();
            assertThat(core.begin(BOB, deleted.run()).join()).isPresent();

            deleteFirst(Topics.COMMANDS, BOB);
            deleteFirst(Topics.EVENTS, BOB);

            assertThat(core.begin(BOB, kept.run()).join()).isPresent();
            assertThat(core.begin(BOB, deleted.run()).join()).isEmpty();
        }
    }

    private void deleteFirst(String topic, UserKey user) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var partition = new TopicPartition(topic, Pen.partition(user));
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
        }
    }

    private static List<RunScript> everyTwelfth(List<RunScript> runs) {
        return Stream.iterate(5 * 60, second -> second + 12).map(runs::get).limit(100).toList();
    }

    /** What a consumer counts for the busy half hour. */
    private long bytes(Core core, String topic) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, core.log().admin().at(partition, lately).join());
            long end = core.log().admin().end(partition).join();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200));
            }
            return consumer.metrics().entrySet().stream()
                    .filter(m -> m.getKey().name().equals("bytes-consumed-total"))
                    .filter(m -> !m.getKey().tags().containsKey("topic"))
                    .mapToLong(m -> ((Number) m.getValue().metricValue()).longValue())
                    .sum();
        }
    }

    /** The bytes of history that were read, once the consumers have told of them all. */
    private static long counted(Core core) {
        var last = new AtomicLong(-1);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1500))
                .until(() -> {
                    long now = core.counts.historyBytes.get();
                    return last.getAndSet(now) == now;
                });
        return last.get();
    }
}
