package dev.lifeline.monitor.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.monitor.stream.Group;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the other instances for what they have, all at once and each for itself alone. */
@Singleton
final class Peers {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** A thousand runs, each with a long error, are less. */
    private static final long MOST_BYTES = 16L << 20;

    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Group group;
    private final String scheme;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .build();

    Peers(Group group, MonitorConfig config) {
        this.group = group;
        this.scheme = config.advertisedScheme();
    }

    /** Asks; what they answer is waited for later. */
    List<Asked> ask(String path, String authorization) {
        return group.others().stream().map(other -> ask(other, path, authorization)).toList();
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }

    private Asked ask(String instance, String path, String authorization) {
        var request =
                HttpRequest.newBuilder(URI.create("%s://%s%s".formatted(scheme, instance, path)))
                        .header("Authorization", authorization)
                        .header("Accept", "application/json")
                        .timeout(PATIENCE)
                        .build();
        var body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES);
        return new Asked(instance, http.sendAsync(request, body), System.nanoTime());
    }

    /** One instance, and the answer that is under way from it. */
    record Asked(
            String instance, CompletableFuture<HttpResponse<byte[]>> answer, long askedAtNanos) {

        Outcome outcome() throws InterruptedException {
            long left = PATIENCE.toNanos() - (System.nanoTime() - askedAtNanos);
            try {
                var response = answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
                return response.statusCode() == OK
                        ? new Outcome.Answered(instance, JSON.readTree(response.body()))
                        : new Outcome.Failed(instance, "answers " + response.statusCode());
            } catch (IOException e) {
                return new Outcome.Failed(instance, "answers what cannot be read");
            } catch (ExecutionException e) {
                return new Outcome.Failed(instance, "does not answer: " + e.getCause());
            } catch (TimeoutException e) {
                answer.cancel(true);
                return new Outcome.Failed(instance, "takes too long to answer");
            }
        }
    }

    /** How an instance was heard. */
    sealed interface Outcome {

        record Answered(String instance, JsonNode json) implements Outcome {}

        record Failed(String instance, String how) implements Outcome {

            String reason() {
                return "instance %s %s".formatted(instance, how);
            }
        }
    }
}
