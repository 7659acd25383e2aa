package dev.lifeline.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;

/** Freezes the current schemas as a released version; CONTRIBUTING.md names the command. */
final class SchemaRelease {

    private final Path released;
    private final String version;

    SchemaRelease(Path module, String version) {
        if (!version.matches("\\d+\\.\\d+\\.\\d+")) {
            throw new IllegalArgumentException(
                    "'%s' is no version; name one such as 0.2.0".formatted(version));
        }
        this.released = module.resolve("src/main/resources/released");
        this.version = version;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("needed: the schemas module's folder, a version");
        }
        new SchemaRelease(Path.of(arguments[0]), arguments[1]).freeze();
    }

    /** Writes what is new; what was released before is never overwritten. */
    void freeze() throws IOException {
        var folder = released.resolve(version);
        if (Files.exists(folder)) {
            throw new IllegalStateException(
                    version + " has been released already; released schemas never change");
        }
        Files.createDirectories(folder);
        var index = new ArrayList<>(index());
        for (var schema : ContractRecords.schemas()) {
            Files.writeString(
                    folder.resolve(schema.getName() + ".avsc"),
                    SchemaFormatter.format(
                                    "json/pretty", new Schema.Parser().parse(SchemaText.of(schema)))
                            + "\n");
            index.add(version + "/" + schema.getName());
        }
        Files.write(released.resolve("index"), index);
    }

    private List<String> index() throws IOException {
        var index = released.resolve("index");
        return Files.exists(index) ? Files.readAllLines(index) : List.of();
    }
}
