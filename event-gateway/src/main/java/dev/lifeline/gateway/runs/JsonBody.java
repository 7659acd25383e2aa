package dev.lifeline.gateway.runs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lifeline.gateway.problem.Problems;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request's body: a flat JSON object of strings, read strictly. */
final class JsonBody {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final JsonNode fields;

    private JsonBody(JsonNode fields) {
        this.fields = fields;
    }

    static JsonBody parse(byte[] body, Set<String> known) {
        var fields = object(body);
        var unknown = new TreeSet<String>();
        fields.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw Problems.badInput(
                    "unknown-field",
                    "Unknown field %s. Known are: %s."
                            .formatted(quoted(unknown), String.join(", ", new TreeSet<>(known))));
        }
        return new JsonBody(fields);
    }

    String required(String name) {
        var value = optional(name);
        if (value == null) {
            throw Problems.badInput(
                    "missing-field", "The field \"%s\" is missing.".formatted(name));
        }
        return value;
    }

    /** The field's text; null where it is absent or null. */
    @Nullable String optional(String name) {
        var value = fields.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Problems.badInput(
                    "wrong-type",
                    "The field \"%s\" must be a string, it is %s.".formatted(name, kind(value)));
        }
        return LegalText.required(name, value.textValue());
    }

    private static JsonNode object(byte[] body) {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw Problems.badInput(
                    "not-json", "The body is not JSON: %s.".formatted(e.getOriginalMessage()));
        } catch (IOException e) {
            throw Problems.badInput("not-json", "The body is not JSON.");
        }
        if (json == null || json.isMissingNode()) {
            throw Problems.badInput("not-json", "The body is empty; a JSON object is needed.");
        }
        if (!json.isObject()) {
            throw Problems.badInput(
                    "wrong-type",
                    "The body must be a JSON object, it is %s.".formatted(kind(json)));
        }
        return json;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case STRING -> "a string";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "something else";
        };
    }

    private static String quoted(Set<String> names) {
        return names.stream()
                .map(name -> name.length() > 64 ? name.substring(0, 64) + "…" : name)
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(", "));
    }
}
