package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The schemas of every released version, kept in this jar, so that records of each can be read
 * without asking anybody. They are read and parsed when they are first asked for.
 */
public final class ReleasedSchemas {

    private static final String FOLDER = "/released/";

    private ReleasedSchemas() {}

    /** The released versions, oldest first. */
    public static List<String> versions() {
        return Loaded.ALL.stream().map(ReleasedSchema::version).distinct().toList();
    }

    /** The schemas of all released versions, the oldest version's first. */
    public static List<ReleasedSchema> all() {
        return Loaded.ALL;
    }

    /**
     * The schema of one record as a version released it.
     *
     * @param schema complete in itself, without properties for Java
     */
    public record ReleasedSchema(String version, Schema schema) {

        /** Reads {@code version/Record} as the index names it. */
        private static ReleasedSchema read(String entry) {
            return new ReleasedSchema(
                    entry.substring(0, entry.indexOf('/')),
                    new Schema.Parser().parse(text(entry + ".avsc")));
        }
    }

    private static String text(String name) {
        try (InputStream file = ReleasedSchemas.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new FileNotFoundException(FOLDER + name + " is missing from the schemas jar");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds what was read; the index is there because a jar cannot be listed reliably. */
    private static final class Loaded {
        static final List<ReleasedSchema> ALL =
                text("index").lines().map(ReleasedSchema::read).toList();
    }
}
