package dev.lifeline.e2e.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.stack.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** npm's eventsource, following a user's events until a run has ended. */
public final class EventSourceClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private EventSourceClient(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; each time it connects it goes to the next gateway, and stays with the last. */
    public static EventSourceClient follow(String token, String path, List<URI> gateways) {
        var directory = Npm.installed("eventsource");
        var words = new ArrayList<>(List.of("node", "follow.js", path));
        gateways.forEach(gateway -> words.add(gateway.toString()));
        var output = directory.resolve("messages.txt");
        return new EventSourceClient(
                new Command(words, directory, Map.of("TOKEN", token)).start(output), output);
    }

    /** What came so far: attempt, kind, id and frame of each message. */
    public List<JsonNode> messages() {
        try {
            return Files.readString(output)
                    .lines()
                    .filter(line -> line.startsWith("{") && line.endsWith("}"))
                    .map(Json::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a message of that kind. */
    public void await(String kind) {
        Awaitility.await("a message " + kind)
                .atMost(LIMIT)
                .until(() ->
                        messages().stream()
                                .anyMatch(m -> m.required("kind").asText().equals(kind)));
    }

    /** Waits until it has seen the run to its end. */
    public void awaitExit() {
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(() -> "the client ends by itself: " + messages())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
