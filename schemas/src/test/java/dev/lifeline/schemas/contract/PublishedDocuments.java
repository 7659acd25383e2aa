package dev.lifeline.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The documents of {@code docs/}, by their paths there. */
public final class PublishedDocuments {

    /** Also reads JSON, which is YAML. */
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private PublishedDocuments() {}

    /**
     * Reads one.
     *
     * @param path within {@code docs/}, such as {@code schemas/event.schema.json}
     */
    public static JsonNode read(String path) {
        try (var text = PublishedDocuments.class.getResourceAsStream("/lifeline-docs/" + path)) {
            if (text == null) {
                throw new IllegalArgumentException("there is no docs/" + path);
            }
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("docs/" + path + " cannot be read", e);
        }
    }
}
