package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Metrics;
import dev.lifeline.gateway.testing.StreamClient;
import dev.lifeline.schemas.UserKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The measurements that the README lists: they are there, and there are no others. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class DocumentedMetricsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTED =
            Pattern.compile("`(lifeline_gateway_\\w+)(?:\\{(\\w+)(?:=([a-z|]+))?})?`");
    private static final Pattern TYPE = Pattern.compile("# TYPE (lifeline_gateway_\\w+) .*");
    private static final String ALICE = "n-alice";

    @BeforeEach
    void callSoThatAllIsCounted() {
        given().get("/v1/agents").then().statusCode(401);
    }

    @Test
    void whatIsListedIsMeasuredWithTheLabelsThatAreListed() throws IOException {
        var scraped = scrape();

        for (var metric : listed()) {
            for (var series : series(metric)) {
                assertThat(scraped.lines()).as(series).anyMatch(line -> line.startsWith(series));
            }
        }
    }

    @Test
    void whatIsMeasuredIsListed() throws IOException {
        var listed =
                listed().stream()
                        .map(metric -> metric.group(1).replaceFirst("_total$", ""))
                        .collect(Collectors.toSet());

        var measured =
                TYPE.matcher(scrape())
                        .results()
                        .map(type -> type.group(1).replaceFirst("_total$|_max$", ""))
                        .collect(Collectors.toSet());

        assertThat(measured).isEqualTo(listed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lifeline_gateway_latency_seconds", "lifeline_gateway_log_latency_seconds"})
    void latenciesAreHistogramsThatCanBeAddedUp(String name) {
        double before = Metrics.value(name + "_count");
        showOneEvent();

        await().atMost(PATIENCE).until(() -> Metrics.value(name + "_count") == before + 1);
        assertThat(Metrics.value(name + "_bucket{le=\"+Inf\"}")).isEqualTo(before + 1);
        assertThat(scrape().lines().filter(line -> line.startsWith(name + "_bucket")))
                .hasSizeGreaterThan(20);
    }

    @Test
    void refusalsAreCountedByReason() {
        var reasons =
                Map.<String, Runnable>of(
                        "not-authenticated", () -> given().get("/v1/agents"),
                        "not-found", () -> given().get("/v1/nothing"),
                        "method-not-allowed", () -> given().put("/v1/runs"),
                        "bad-cursor", () -> closed("?cursor=x"),
                        "unknown-run", () -> closed("?runId=x"),
                        "too-many-connections", this::openTooMany,
                        "another-user", this::becomeAnother);

        reasons.forEach((reason, act) -> {
            double before = refusals(reason);
            act.run();
            await(reason).atMost(PATIENCE).until(() -> refusals(reason) > before);
        });
    }

    private static void showOneEvent() {
        var user = new UserKey("default", ALICE);
        try (var pen = Gateway.pen();
                var client = connect("")) {
            client.awaitFrame("caught_up");
            pen.event(pen.takeOver(user, "executor-1").run(user).started());
            client.awaitEvents(1);
        }
    }

    private static void closed(String query) {
        try (var client = connect(query)) {
            client.awaitClose();
        }
    }

    private void openTooMany() {
        var clients = Stream.generate(() -> connect("")).limit(6).toList();
        await().atMost(PATIENCE).until(() -> clients.stream().anyMatch(c -> !c.isOpen()));
        clients.forEach(StreamClient::close);
    }

    private void becomeAnother() {
        try (var client = connect("")) {
            client.awaitFrame("welcome");
            var token = Gateway.tokens().of("n-bob");
            client.sendFrame("{\"kind\":\"authenticate\",\"token\":\"%s\"}".formatted(token));
            assertThat(client.awaitClose().code()).isEqualTo(4003);
        }
    }

    private static StreamClient connect(String query) {
        return StreamClient.connect(Gateway.stream(query), Gateway.tokens().of(ALICE));
    }

    private static double refusals(String reason) {
        var series = "lifeline_gateway_refusals_total{reason=\"%s\"}".formatted(reason);
        return scrape().contains(series) ? Metrics.value(series) : 0;
    }

    private static List<String> series(MatchResult metric) {
        var name = metric.group(1);
        var label = metric.group(2);
        var values = metric.group(3);
        if (label == null) {
            return List.of(name);
        }
        return values == null
                ? List.of(name + "{" + label + "=")
                : Stream.of(values.split("\\|", -1))
                        .map(value -> "%s{%s=\"%s\"}".formatted(name, label, value))
                        .toList();
    }

    private static Set<MatchResult> listed() throws IOException {
        var readme = Files.readString(Path.of("README.md")).replace("\\|", "|");
        return LISTED.matcher(readme).results().collect(Collectors.toSet());
    }

    private static String scrape() {
        return given().get("/q/metrics").asString();
    }
}
