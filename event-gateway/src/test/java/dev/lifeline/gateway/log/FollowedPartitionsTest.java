package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.DeafObserver;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which partitions a gateway reads. */
class FollowedPartitionsTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Bytes USER = Bytes.wrap(new byte[] {1});
    private static final BrokerProcess BROKER = BrokerProcess.start();

    private final AtomicInteger woken = new AtomicInteger();
    private final Runnable listener = woken::incrementAndGet;
    private final LogConnection connection =
            new LogConnection(
                    new KafkaSettings(
                            Map.of("bootstrap.servers", BROKER.bootstrapServers()),
                            "test",
                            Duration.ofSeconds(5)),
                    new EventLog.ReaderSettings(
                            1_000_000,
                            new HistorySettings(64 * 1024, 256 * 1024, 8_000_000, 2, 2, 0),
                            Duration.ofMillis(1)),
                    new Codec(),
                    Clock.systemUTC(),
                    new DeafObserver());

    @BeforeAll
    static void create_topics() {
        Pen.createTopics(BROKER.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void one_partition_while_nobody_is_there_and_theirs_only_when_somebody_is() throws Exception {
        var log = connected();
        int own = followed(log).iterator().next();
        int theirs = (own + 1) % log.identity().partitions();

        assertThat(log.feed(theirs).get().listen(USER, listener)).isTrue();

        await().atMost(LIMIT).until(() -> followed(log).equals(Set.of(theirs)));
    }

    @Test
    void the_last_partition_is_kept_when_its_users_have_gone() throws Exception {
        var log = connected();
        int own = followed(log).iterator().next();
        var first = listened(log, (own + 1) % log.identity().partitions());
        var second = listened(log, (own + 2) % log.identity().partitions());

        first.unlisten(USER, listener);
        second.unlisten(USER, listener);

        await().atMost(LIMIT).until(() -> followed(log).size() == 1);
        assertThat(connection.trouble()).isEmpty();
    }

    private EventLog connected() {
        connection.start();
        await().atMost(LIMIT).until(() -> connection.trouble().isEmpty());
        var log = connection.log();
        assertThat(followed(log)).hasSize(1);
        return log;
    }

    private Feed listened(EventLog log, int partition)
            throws InterruptedException, ExecutionException {
        var feed = log.feed(partition).get();
        assertThat(feed.listen(USER, listener)).isTrue();
        return feed;
    }

    private static Set<Integer> followed(EventLog log) {
        return log.followed().stream().map(Feed::partition).collect(Collectors.toSet());
    }
}
