package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.CliFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A file of client properties, as Kafka's own tools take it. */
public record CommandConfig(Path file) {

    /** What the file says, by the names that Kafka gives. */
    public Map<String, String> settings() {
        var properties = new Properties();
        // A stream, not a reader: Kafka's tools read Latin-1, and a password must mean the same.
        try (var stream = Files.newInputStream(file)) {
            properties.load(stream);
        } catch (NoSuchFileException failure) {
            throw new CliFailure("There is no file " + file + " (--command-config).", failure);
        } catch (IOException | IllegalArgumentException failure) {
            throw new CliFailure(
                    "Cannot read the properties in %s (--command-config): %s"
                            .formatted(file, failure.getMessage()),
                    failure);
        }
        var settings = new TreeMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
