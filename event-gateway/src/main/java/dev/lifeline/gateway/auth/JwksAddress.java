package dev.lifeline.gateway.auth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** Where an issuer publishes its keys, as a JSON Web Key Set. */
final class JwksAddress {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LONGEST = 1024 * 1024;

    private final URI uri;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();

    JwksAddress(URI uri) {
        this.uri = uri;
    }

    /**
     * Fetches them, in bounded time and size.
     *
     * @throws IOException if there are none to be had; the message says why
     */
    List<SigningKey> fetch() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
        var asked =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST));
        try {
            var answer = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException(uri + " answered with status " + answer.statusCode());
            }
            return usable(answer.body());
        } catch (ExecutionException e) {
            throw new IOException(uri + " cannot be reached: " + e.getCause(), e);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new IOException(uri + " did not answer within " + PATIENCE, e);
        }
    }

    private List<SigningKey> usable(String body) throws IOException {
        try {
            var keys =
                    new JsonWebKeySet(body)
                            .getJsonWebKeys().stream()
                                    .map(SigningKey::of)
                                    .flatMap(Optional::stream)
                                    .toList();
            if (!keys.isEmpty()) {
                return keys;
            }
        } catch (JoseException e) {
            throw new IOException(uri + " does not answer with a JSON Web Key Set", e);
        }
        throw new IOException(uri + " has no key for RS256 (2048 bits or more) or ES256");
    }
}
