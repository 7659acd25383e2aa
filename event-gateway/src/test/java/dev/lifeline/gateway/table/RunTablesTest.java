package dev.lifeline.gateway.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.HistorySettings;
import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.testing.DeafObserver;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RowScript;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.RunStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The run table on a real broker. */
class RunTablesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static BrokerProcess broker;
    private static Pen pen;
    private static LogConnection connection;
    private static RunTables tables;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start();
        Pen.createTopics(broker.bootstrapServers());
        pen = new Pen(broker.bootstrapServers());
        var codec = new Codec();
        connection =
                new LogConnection(
                        kafka(),
                        new EventLog.ReaderSettings(
                                100_000,
                                new HistorySettings(100_000, 100_000, 0, 1, 1, 0),
                                Duration.ofMinutes(1)),
                        codec,
                        Clock.systemUTC(),
                        new DeafObserver());
        connection.start();
        await().atMost(LIMIT).until(() -> connection.trouble().isEmpty());
        tables = tables(Duration.ofMinutes(1));
    }

    @AfterAll
    static void stopBroker() {
        tables.close();
        connection.close();
        pen.close();
        broker.close();
    }

    @Test
    void what_is_written_before_the_question_is_in_the_answer() throws Exception {
        var user = new UserKey("default", "tables-alice");
        for (int i = 1; i <= 20; i++) {
            pen.row(RowScript.of(user).open());

            assertThat(newest(tables, user)).hasSize(i);
        }
    }

    @Test
    void a_run_that_is_taken_out_of_the_table_is_gone() throws Exception {
        var user = new UserKey("default", "tables-bob");
        var kept = RowScript.of(user);
        var gone = RowScript.of(user);
        pen.row(kept.ended());
        pen.row(gone.ended());
        assertThat(newest(tables, user)).hasSize(2);

        pen.noRow(user, gone.run());

        assertThat(newest(tables, user))
                .extracting(RunStatus::getRunId)
                .containsExactly(kept.run().text());
        assertThat(tables.run(connection.log(), user, gone.run()).get()).isEmpty();
    }

    @Test
    void a_table_that_nobody_asks_for_is_left_and_read_again_when_somebody_does() throws Exception {
        var user = new UserKey("default", "tables-carol");
        var run = RowScript.of(user);
        try (var brief = tables(Duration.ZERO)) {
            pen.row(run.open());
            assertThat(newest(brief, user)).hasSize(1);

            pen.row(run.ended());

            assertThat(newest(brief, user))
                    .extracting(RunStatus::getState)
                    .containsExactly("ENDED");
        }
    }

    @Test
    void rows_of_a_transaction_that_is_not_committed_are_not_shown() throws Exception {
        var user = new UserKey("default", "tables-dave");
        var settings =
                Map.<String, Object>of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        "tables-dave");
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var row = RowScript.of(user).open();
            producer.send(
                            new ProducerRecord<>(
                                    Topics.RUNS,
                                    row.getPartition(),
                                    row.getRunId().getBytes(UTF_8),
                                    new Codec().encode(row)))
                    .get();
            assertThat(newest(tables, user)).isEmpty();

            producer.commitTransaction();

            await().atMost(LIMIT).until(() -> newest(tables, user).size() == 1);
        }
    }

    @Test
    void runs_whose_events_are_no_longer_kept_are_not_shown() throws Exception {
        var user = new UserKey("default", "tables-erin");
        var old = RowScript.of(user, Instant.now().minus(Duration.ofDays(8)));
        pen.row(old.ended());
        pen.row(RowScript.of(user).ended());

        assertThat(newest(tables, user)).hasSize(1);
        assertThat(tables.run(connection.log(), user, old.run()).get()).isEmpty();
    }

    @Test
    void rows_that_cannot_be_read_are_passed_over() throws Exception {
        var user = new UserKey("default", "tables-frank");
        pen.row(RowScript.of(user).open());
        pen.nonsenseRow(user, "not a run");
        pen.nonsenseRow(user, RowScript.of(user).run().text());
        pen.row(RowScript.of(user).open());

        assertThat(newest(tables, user)).hasSize(2);
    }

    @Test
    void while_kafka_is_away_there_is_no_answer_and_afterwards_there_is() throws Exception {
        var user = new UserKey("default", "tables-grace");
        pen.row(RowScript.of(user).open());
        assertThat(newest(tables, user)).hasSize(1);

        broker.stop();
        try {
            assertThatThrownBy(() -> newest(tables, user)).isInstanceOf(ExecutionException.class);
        } finally {
            broker.restart();
        }

        await().atMost(LIMIT).ignoreExceptions().until(() -> newest(tables, user).size() == 1);
    }

    private static List<RunStatus> newest(RunTables of, UserKey user) throws Exception {
        return of.newest(connection.log(), user, null, 200).get();
    }

    private static RunTables tables(Duration linger) {
        return new RunTables(
                kafka(),
                new RunTables.Settings(1_000_000, linger, Duration.ofDays(7)),
                new Codec(),
                Clock.systemUTC());
    }

    private static KafkaSettings kafka() {
        return new KafkaSettings(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                "tables-test",
                Duration.ofSeconds(3));
    }
}
