package dev.lifeline.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.SchemaFormatter;

/**
 * Freezes the current schemas as a released version, and writes that version's part of the golden
 * corpus; CONTRIBUTING.md names the command.
 */
final class SchemaRelease {

    private final Path module;
    private final String version;

    SchemaRelease(Path module, String version) {
        if (!version.matches("\\d+\\.\\d+\\.\\d+")) {
            throw new IllegalArgumentException(
                    "'%s' is no version; name one such as -Dreleased=0.2.0".formatted(version));
        }
        this.module = module;
        this.version = version;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("name the version, such as -Dreleased=0.2.0");
        }
        new SchemaRelease(Path.of(arguments[0]), arguments[1]).write();
    }

    /** Writes what is new; what was released before is never overwritten. */
    private void write() throws IOException {
        var released = module.resolve("src/main/resources/released");
        if (Files.exists(released.resolve(version))) {
            throw new IllegalStateException(
                    version + " has been released already, and never changes; name the next one");
        }
        writeSchemas(released);
        var corpus = module.resolve(CorpusEntry.FOLDER).resolve(version);
        for (var sample : CorpusSamples.all().entrySet()) {
            CorpusEntry.of(sample.getKey(), sample.getValue()).write(corpus);
        }
    }

    private void writeSchemas(Path released) throws IOException {
        var index = new ArrayList<>(index(released));
        Files.createDirectories(released.resolve(version));
        for (var schema : ContractRecords.schemas()) {
            var name = version + "/" + schema.getName();
            Files.writeString(
                    released.resolve(name + ".avsc"),
                    SchemaFormatter.format("json/pretty", NeutralSchema.of(schema)) + "\n");
            index.add(name);
        }
        Files.write(released.resolve("index"), index);
    }

    private static List<String> index(Path released) throws IOException {
        var index = released.resolve("index");
        return Files.exists(index) ? Files.readAllLines(index) : List.of();
    }
}
