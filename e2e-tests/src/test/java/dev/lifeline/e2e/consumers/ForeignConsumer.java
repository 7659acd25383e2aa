package dev.lifeline.e2e.consumers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.stack.Command;
import dev.lifeline.e2e.stack.Root;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A consumer of agent.events made of others' libraries, which come from their package registry.
 *
 * @param program to run in the directory; it prints a line of JSON for each event
 */
public record ForeignConsumer(Path directory, List<String> program) {

    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);
    private static final Duration READ_LIMIT = Duration.ofMinutes(2);

    public ForeignConsumer {
        program = List.copyOf(program);
    }

    /** npm's avsc, for the single-object encoding; takes bootstrap servers and a run's id. */
    public static ForeignConsumer avsc() {
        return new ForeignConsumer(Npm.installed("avsc"), List.of("node", "read-events.js"));
    }

    /**
     * Confluent's Python client, for the Confluent wire format; takes bootstrap servers, the
     * registry's address and a run's id.
     */
    public static ForeignConsumer confluent() {
        var consumer =
                new ForeignConsumer(
                        // Where Maven has put its files.
                        Root.resolve("e2e-tests/target/test-classes/consumers/confluent"),
                        List.of("venv/bin/python", "read_events.py"));
        consumer.install("python3", "-m", "venv", "venv");
        consumer.install("venv/bin/pip", "install", "--quiet", "-r", "requirements.txt");
        return consumer;
    }

    /** What it prints. */
    public List<JsonNode> read(String... arguments) {
        var words = new ArrayList<>(program);
        words.addAll(List.of(arguments));
        return command(words)
                .run(READ_LIMIT)
                .expectSuccess()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(Json::parse)
                .toList();
    }

    private void install(String... words) {
        command(List.of(words)).run(INSTALL_LIMIT).expectSuccess();
    }

    private Command command(List<String> words) {
        return new Command(words, directory, Map.of());
    }
}
