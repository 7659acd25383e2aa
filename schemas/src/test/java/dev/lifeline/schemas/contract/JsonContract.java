package dev.lifeline.schemas.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds JSON against the schemas in {@code docs/}. Thread-safe. */
public final class JsonContract {

    /** Relative references between documents are resolved against it; nothing is fetched. */
    private static final String BASE = "https://docs.invalid/";

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final JsonContract PUBLISHED = new JsonContract(schema -> schema);
    private static final JsonContract STRICT = new JsonContract(StrictSchema::of);

    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private JsonContract(UnaryOperator<JsonNode> variant) {
        registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        registry ->
                                registry.schemas(address -> text(address, variant))
                                        .schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .formatAssertionsEnabled(true)
                                                        .build()));
    }

    /** What readers are promised: what they do not know may come, and passes. */
    public static JsonContract published() {
        return PUBLISHED;
    }

    /** What this release may send: only what is declared. */
    public static JsonContract strict() {
        return STRICT;
    }

    /** The frame, parsed, if it is one that a server sends. */
    public JsonNode frame(String json) {
        return require("schemas/frame.schema.json", json);
    }

    /** The frame, parsed, if it is one that a client sends. */
    public JsonNode clientFrame(String json) {
        return require("schemas/client-frame.schema.json", json);
    }

    /** The event, parsed, if it is one. */
    public JsonNode event(String json) {
        return require("schemas/event.schema.json", json);
    }

    /**
     * Parses what must fit a schema, and fails with all that does not fit.
     *
     * @param schema path within {@code docs/}, with the fragment of the schema in it, if any
     */
    public JsonNode require(String schema, String json) {
        var value = parsed(json);
        var errors = schemas.computeIfAbsent(schema, this::load).validate(value);
        if (!errors.isEmpty()) {
            throw new AssertionError(
                    "this is not as docs/%s says:%n%s%n%s"
                            .formatted(
                                    schema,
                                    errors.stream()
                                            .map(Error::toString)
                                            .collect(Collectors.joining(System.lineSeparator())),
                                    json));
        }
        return value;
    }

    private Schema load(String schema) {
        return registry.getSchema(SchemaLocation.of(BASE + schema));
    }

    private static @Nullable String text(String address, UnaryOperator<JsonNode> variant) {
        return address.startsWith(BASE)
                ? variant.apply(PublishedDocuments.read(address.substring(BASE.length())))
                        .toString()
                : null;
    }

    private static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("this is not JSON: " + json, e);
        }
    }
}
