package dev.lifeline.monitor.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The operator's end: takes requests, one at a time, and says what became of them. */
final class Receiver implements AutoCloseable {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    /** A receiver that asks for more is asked again all the same. */
    private static final Duration LONGEST_WISH = Duration.ofMinutes(5);

    private final WebhookSettings settings;
    private final Clock clock;
    private final HttpClient http;

    Receiver(WebhookSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(settings.timeout())
                        // Elsewhere nobody has agreed to be told.
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * Sends it.
     *
     * @param key the same for each attempt at the same thing, null if it may be taken repeatedly
     */
    Verdict post(byte[] body, @Nullable String key) throws InterruptedException {
        var answer = http.sendAsync(request(body, key), BodyHandlers.discarding());
        try {
            return verdict(answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return new Verdict.Later(reason(e.getCause()), Duration.ZERO);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Verdict.Later(
                    "no answer within %d ms".formatted(settings.timeout().toMillis()),
                    Duration.ZERO);
        }
    }

    /** What is on its way is given up. */
    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest request(byte[] body, @Nullable String key) {
        var request =
                HttpRequest.newBuilder(settings.url())
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "lifeline-monitor")
                        .POST(BodyPublishers.ofByteArray(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (!settings.secrets().isEmpty()) {
            // Anew for each attempt: receivers refuse what is old.
            request.header(
                    Signature.HEADER, Signature.of(body, clock.instant(), settings.secrets()));
        }
        return request.build();
    }

    private static Verdict verdict(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Verdict.Accepted();
        }
        boolean refused =
                status >= 400
                        && status < 500
                        && status != REQUEST_TIMEOUT
                        && status != TOO_MANY_REQUESTS;
        return refused
                ? new Verdict.Refused(status)
                : new Verdict.Later("it answers %d".formatted(status), wish(response));
    }

    private static Duration wish(HttpResponse<?> response) {
        var seconds = response.headers().firstValue("Retry-After").orElse("0");
        if (!seconds.matches("\\d{1,9}")) {
            return Duration.ZERO;
        }
        var wish = Duration.ofSeconds(Long.parseLong(seconds));
        return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof IOException ? cause.toString() : "it cannot be called: " + cause;
    }
}
