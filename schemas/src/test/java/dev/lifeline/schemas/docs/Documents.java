package dev.lifeline.schemas.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documents that are made from the Avro schemas, whole or in parts. */
final class Documents {

    /** {@code <!-- fields: NAME -->}, what is made, {@code <!-- end of fields -->}. */
    private static final Pattern FIELDS =
            Pattern.compile(
                    "(<!-- fields: ([\\w ]+) -->\\n).*?(<!-- end of fields -->)", Pattern.DOTALL);

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter PRETTY = pretty();

    private final DocumentedRecords records;
    private final FieldTables tables;

    Documents(DocumentedRecords records) {
        this.records = records;
        this.tables = new FieldTables(records);
    }

    /** The files of {@code docs/schemas}, by name. */
    Map<String, String> schemas() {
        var files = new TreeMap<String, String>();
        files.put("event.schema.json", text(JsonSchemas.ofEvent(records)));
        for (var record : records.othersThanTheEvent()) {
            files.put(kebab(record.getName()) + ".schema.json", text(JsonSchemas.of(record)));
        }
        for (var record : records.records()) {
            files.put(record.getName() + ".avsc", text(json(record.toString())));
        }
        return files;
    }

    /**
     * A text with its tables of fields made anew.
     *
     * @throws IllegalArgumentException if a record of the contract has no place in it
     */
    String withFields(String text) {
        var missing = new TreeSet<String>();
        missing.add("envelope");
        missing.add("sections");
        records.othersThanTheEvent().forEach(r -> missing.add(r.getName()));
        var made =
                FIELDS.matcher(text)
                        .replaceAll(found -> {
                            missing.remove(found.group(2));
                            return Matcher.quoteReplacement(
                                    found.group(1)
                                            + "\n"
                                            + fields(found.group(2))
                                            + "\n\n"
                                            + found.group(3));
                        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "docs/contract.md lacks a place for the fields of %s: <!-- fields: NAME --> and <!-- end of fields -->"
                            .formatted(missing));
        }
        return made;
    }

    private String fields(String name) {
        return switch (name) {
            case "envelope" -> tables.envelope();
            case "sections" -> tables.sections();
            default -> tables.record(name);
        };
    }

    static String kebab(String name) {
        return name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(JsonNode json) {
        try {
            return PRETTY.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectWriter pretty() {
        var indenter = new DefaultIndenter("  ", "\n");
        return MAPPER.writer(
                new DefaultPrettyPrinter()
                        .withSeparators(
                                Separators.createDefaultInstance()
                                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter));
    }
}
