package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** One record of the golden corpus: its value, and its JSON, as a released version wrote them. */
final class CorpusEntry {

    static final Path FOLDER = Path.of("src/test/resources/corpus");

    private static final String VALUE = ".avro-single-object";
    private static final String JSON = ".json";

    private final String name;
    private final byte[] value;
    private final String json;

    private CorpusEntry(String name, byte[] value, String json) {
        this.name = name;
        this.value = value;
        this.json = json;
    }

    /** What this build makes of a sample. */
    static CorpusEntry of(String name, SpecificRecord sample) {
        var json = new String(new JsonRendition().render(sample), UTF_8);
        return new CorpusEntry(name, new Codec().encode(sample), json);
    }

    /** All entries of a version. */
    static List<CorpusEntry> kept(String version) {
        try (var files = Files.list(FOLDER.resolve(version))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(VALUE))
                    .map(file -> file.substring(0, file.length() - VALUE.length()))
                    .sorted()
                    .map(name -> read(FOLDER.resolve(version), name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CorpusEntry read(Path folder, String name) {
        try {
            return new CorpusEntry(
                    name,
                    Files.readAllBytes(folder.resolve(name + VALUE)),
                    Files.readString(folder.resolve(name + JSON)).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    byte[] value() {
        return value;
    }

    String json() {
        return json;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + VALUE), value);
        Files.writeString(folder.resolve(name + JSON), json + "\n");
    }
}
