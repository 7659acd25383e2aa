package dev.lifeline.e2e.consumers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.stack.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * npm's ws, following the events of many users, each over a WebSocket of their own, from one
 * gateway to another.
 */
public final class SocketFollowers implements AutoCloseable {

    private final Process process;
    private final Path output;

    private SocketFollowers(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it for these users, each with a token; they begin spread over the gateways. */
    public static SocketFollowers follow(Map<String, String> tokens, List<URI> gateways) {
        var directory = Npm.installed("ws");
        var words = new ArrayList<>(List.of("node", "follow.js", write(directory, tokens)));
        gateways.forEach(gateway -> words.add(gateway.toString()));
        var output = directory.resolve("happened.txt");
        return new SocketFollowers(new Command(words, directory, Map.of()).start(output), output);
    }

    /**
     * Something that happened to one user's connection.
     *
     * @param kind a frame's, or {@code events}, {@code close}, {@code error}, {@code readiness}
     * @param gateway its number
     */
    public record Happening(String kind, String user, int gateway, JsonNode line) {

        private static Happening of(JsonNode line) {
            return new Happening(
                    line.required("kind").asText(),
                    line.required("user").asText(),
                    line.required("gateway").asInt(),
                    line);
        }

        public int number(String field) {
            return line.required(field).asInt();
        }
    }

    /** All that happened so far, in its order. */
    public List<Happening> happened() {
        if (!process.isAlive()) {
            throw new AssertionError("the followers have ended; see " + output);
        }
        try (var lines = Files.lines(output)) {
            return lines.filter(line -> line.startsWith("{") && line.endsWith("}"))
                    .map(Json::parse)
                    .map(Happening::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happened of that kind so far. */
    public List<Happening> happened(String kind) {
        return happened().stream().filter(h -> h.kind().equals(kind)).toList();
    }

    /** Whether everybody's connection is open and has caught up. */
    public boolean allAreLive() {
        return happened().stream()
                .filter(h -> List.of("welcome", "caught_up", "close").contains(h.kind()))
                .collect(Collectors.toMap(Happening::user, Happening::kind, (_, last) -> last))
                .values()
                .stream()
                .allMatch("caught_up"::equals);
    }

    /** The ids of the events that each user saw, in the order in which they came. */
    public Map<String, List<String>> seen() {
        var seen = new HashMap<String, List<String>>();
        for (var happening : happened("events")) {
            var ids = seen.computeIfAbsent(happening.user(), _ -> new ArrayList<>());
            happening.line().required("ids").forEach(id -> ids.add(id.asText()));
        }
        return seen;
    }

    private static String write(Path directory, Map<String, String> tokens) {
        Stream<Map<String, String>> users =
                tokens.entrySet().stream()
                        .map(user -> Map.of("user", user.getKey(), "token", user.getValue()));
        try {
            var file = directory.resolve("users.json");
            Files.writeString(file, users.map(Json::text).toList().toString());
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
