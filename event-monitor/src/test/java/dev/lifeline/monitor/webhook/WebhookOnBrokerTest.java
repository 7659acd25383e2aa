package dev.lifeline.monitor.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.monitor.WebhookFormat;
import dev.lifeline.monitor.fixture.Cluster;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.JsonRendition;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.Alert;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a topic on a real broker to a real HTTP server. Each test begins with what others left. */
class WebhookOnBrokerTest {

    private static final String SECRET = "0123456789abcdef";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static BrokerProcess broker;
    private static KafkaProducer<String, byte[]> producer;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final WebhookTelemetry telemetry = new WebhookTelemetry(metrics, Clock.systemUTC());
    private final Codec codec = new Codec();
    private final int number = NUMBERS.incrementAndGet();
    private final String group = "webhook-" + number;
    private Endpoint endpoint;
    private @Nullable AlertForwarder forwarder;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start();
        new Cluster(broker.bootstrapServers()).createTopics();
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @BeforeEach
    void listen() throws IOException {
        endpoint = new Endpoint();
    }

    @AfterEach
    void stop() throws Exception {
        stopForwarder();
        endpoint.close();
        // Nothing is left firing for the next test's new group.
        for (int i = 0; i < 10; i++) {
            write(Alerts.resolved(run(i)));
        }
    }

    @Test
    void eachChangeIsSentSignedAndInOrder() throws Exception {
        begin(WebhookFormat.LIFELINE);
        write(Alerts.fired(run(1)));
        write(Alerts.fired(run(2)));
        write(Alerts.resolved(run(1)));

        sent(fired(1), fired(2), resolved(1));

        for (var request : endpoint.requests()) {
            assertThat(request.signature()).isEqualTo(expectedSignature(request));
        }
        var first = new ObjectMapper().readTree(endpoint.requests().getFirst().body());
        assertThat(first.required("runId").asText()).isEqualTo(run(1));
        assertThat(first.required("state").asText()).isEqualTo("FIRING");
    }

    @Test
    void aNewReceiverIsToldWhatIsFiringAndNoHistory() throws Exception {
        write(Alerts.fired(run(1)));
        write(Alerts.fired(run(2)));
        write(Alerts.resolved(run(1)));

        start(WebhookFormat.LIFELINE);
        sent(fired(2));
        write(Alerts.fired(run(3)));

        sent(fired(2), fired(3));
    }

    @Test
    void whatFailsOrIsNotAnsweredIsTriedUntilItIsTakenAndTheOthersWait() throws Exception {
        begin(WebhookFormat.LIFELINE);
        endpoint.answers(500, 429, 302, Endpoint.STALL, 503, 200);
        write(Alerts.fired(run(1)));
        write(Alerts.fired(run(2)));

        sent(fired(1), fired(1), fired(1), fired(1), fired(1), fired(1), fired(2));

        assertThat(requests("failed")).isEqualTo(5);
        assertThat(requests("accepted")).isEqualTo(3);
        assertThat(telemetry.reason()).isNull();
    }

    @Test
    void thatItHangsIsToldForAsLongAsItDoes() throws Exception {
        begin(WebhookFormat.LIFELINE);
        endpoint.answersAlways(500);
        write(Alerts.fired(run(1)));

        soon().until(() -> hanging() > 0.5);
        assertThat(telemetry.reason()).contains("500");
        endpoint.answersAlways(200);

        soon().until(() -> hanging() == 0 && telemetry.reason() == null);
        assertThat(endpoint.keys()).containsOnly(fired(1));
    }

    @Test
    void whatIsRefusedForGoodIsCountedAndPassedOver() throws Exception {
        begin(WebhookFormat.LIFELINE);
        endpoint.answers(400, 410);
        write(Alerts.fired(run(1)));
        write(Alerts.resolved(run(1)));
        write(Alerts.fired(run(2)));

        sent(fired(1), resolved(1), fired(2));

        assertThat(requests("refused")).isEqualTo(2);
    }

    @Test
    void whoGoesOnSendsWhatWasNotAnsweredUnderTheSameKeyAndNothingElse() throws Exception {
        begin(WebhookFormat.LIFELINE);
        write(Alerts.fired(run(1)));
        sent(fired(1));
        endpoint.answersAlways(Endpoint.STALL);
        write(Alerts.fired(run(2)));
        soon().until(() -> endpoint.keys().contains(fired(2)));

        stopForwarder();
        endpoint.forget();
        endpoint.answersAlways(200);
        write(Alerts.resolved(run(2)));
        start(WebhookFormat.LIFELINE);

        sent(fired(2), resolved(2));
    }

    @Test
    void thatKafkaDoesNotGiveThemIsToldToo() {
        start(WebhookFormat.LIFELINE, Map.of("security.protocol", "SASL_PLAINTEXT"));

        soon().until(() -> String.valueOf(telemetry.reason()).contains("Kafka") && hanging() > 0);
    }

    @Test
    void aBrokenRecordIsPassedOver() throws Exception {
        begin(WebhookFormat.LIFELINE);
        producer.send(new ProducerRecord<>(Topics.ALERTS, "broken", "broken".getBytes(UTF_8)))
                .get();
        write(Alerts.fired(run(1)));

        sent(fired(1));
    }

    @Test
    void alertmanagerIsRemindedOfWhatIsFiringAlsoByWhoGoesOn() throws Exception {
        begin(WebhookFormat.ALERTMANAGER);
        write(Alerts.fired(run(1)));
        soon().until(() -> bodiesWith(run(1)) >= 3);

        stopForwarder();
        long before = bodiesWith(run(1));
        start(WebhookFormat.ALERTMANAGER);
        soon().until(() -> bodiesWith(run(1)) >= before + 2);
        write(Alerts.resolved(run(1)));
        soon().until(() -> endpoint.keys().contains(resolved(1)));

        // then a later round has nothing of it
        write(Alerts.fired(run(2)));
        soon().until(() -> bodiesWith(run(2)) >= 3);
        assertThat(endpoint.requests().getLast().body()).doesNotContain(run(1));
        assertThat(endpoint.keys()).containsOnlyOnce(fired(1)).containsOnlyOnce(resolved(1));
    }

    private void start(WebhookFormat format) {
        start(format, Map.of());
    }

    private void start(WebhookFormat format, Map<String, Object> kafka) {
        var all = new HashMap<>(kafka);
        all.put("bootstrap.servers", broker.bootstrapServers());
        var settings =
                new WebhookSettings(
                        URI.create(endpoint.url().toString()),
                        format,
                        List.of(SECRET),
                        group,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(300));
        var started =
                Webhook.forwarder(
                        settings, all, codec, new JsonRendition(), telemetry, Clock.systemUTC());
        started.start();
        forwarder = started;
    }

    private void stopForwarder() {
        if (forwarder != null) {
            forwarder.close();
        }
    }

    /** Starts a new group, and waits until it has begun. */
    private void begin(WebhookFormat format) throws Exception {
        start(format);
        write(Alerts.fired(run(0)));
        soon().until(() -> endpoint.keys().contains(fired(0)));
        endpoint.forget();
    }

    private void write(Alert alert) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(Topics.ALERTS, alert.getAlertId(), codec.encode(alert)))
                .get();
    }

    private void sent(String... keys) {
        soon().untilAsserted(() -> assertThat(endpoint.keys()).containsExactly(keys));
    }

    private static String expectedSignature(Endpoint.Request request) {
        var time = String.valueOf(request.signature()).replaceAll("t=(\\d+),.*", "$1");
        return Signature.of(
                request.body().getBytes(UTF_8),
                Instant.ofEpochSecond(Long.parseLong(time)),
                List.of(SECRET));
    }

    private double requests(String outcome) {
        return metrics.counter("lifeline.monitor.webhook.requests", "outcome", outcome).count();
    }

    private double hanging() {
        return metrics.get("lifeline.monitor.webhook.hanging").gauge().value();
    }

    private long bodiesWith(String runId) {
        return endpoint.requests().stream().filter(r -> r.body().contains(runId)).count();
    }

    private String run(int i) {
        return "run-%d-%d".formatted(number, i);
    }

    private String fired(int i) {
        return run(i) + "|no_progress|1/FIRING";
    }

    private String resolved(int i) {
        return run(i) + "|no_progress|1/RESOLVED";
    }

    private static ConditionFactory soon() {
        return await().atMost(LIMIT).pollInterval(Duration.ofMillis(50));
    }
}
