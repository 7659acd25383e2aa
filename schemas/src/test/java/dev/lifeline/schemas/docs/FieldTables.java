package dev.lifeline.schemas.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The fields of the Avro schemas as Markdown tables. */
final class FieldTables {

    private final DocumentedRecords records;

    FieldTables(DocumentedRecords records) {
        this.records = records;
    }

    /** What every event has. */
    String envelope() {
        return table(
                records.record(DocumentedRecords.EVENT).getFields().stream()
                        .filter(f -> !DocumentedRecords.isSection(f))
                        .toList());
    }

    /** What the events of each type have besides. */
    String sections() {
        var nested = new LinkedHashMap<String, Schema>();
        var text = new ArrayList<String>();
        for (var type : KnownValues.EVENT_TYPES) {
            var section = records.section(type);
            text.add(
                    "**`%s`**, section `%s`:"
                            .formatted(type, DocumentedRecords.SECTIONS.get(type)));
            text.add(table(section.getFields()));
            collect(section, nested);
        }
        text.addAll(nested(nested));
        return String.join("\n\n", text);
    }

    /** A record, and the records in it. */
    String record(String name) {
        var record = records.record(name);
        var nested = new LinkedHashMap<String, Schema>();
        collect(record, nested);
        var text = new ArrayList<String>();
        text.add("**`%s`**: %s".formatted(name, decapitalized(record.getDoc())));
        text.add(table(record.getFields()));
        text.addAll(nested(nested));
        return String.join("\n\n", text);
    }

    private static List<String> nested(Map<String, Schema> records) {
        var text = new ArrayList<String>();
        records.forEach((name, record) -> {
            text.add("`%s`: %s".formatted(name, decapitalized(record.getDoc())));
            text.add(table(record.getFields()));
        });
        return text;
    }

    private static void collect(Schema record, Map<String, Schema> found) {
        for (var field : record.getFields()) {
            var value = innermost(field.schema());
            if (value.getType() == Schema.Type.RECORD && !found.containsKey(value.getName())) {
                found.put(value.getName(), value);
                collect(value, found);
            }
        }
    }

    private static Schema innermost(Schema schema) {
        var value = DocumentedRecords.nonNull(schema);
        return switch (value.getType()) {
            case ARRAY -> innermost(value.getElementType());
            case MAP -> innermost(value.getValueType());
            default -> value;
        };
    }

    private static String table(List<Schema.Field> fields) {
        var lines = new ArrayList<String>();
        lines.add("| field | type | meaning |");
        lines.add("|---|---|---|");
        for (var field : fields) {
            lines.add(
                    "| `%s` | %s | %s |"
                            .formatted(
                                    field.name(),
                                    type(field.schema()),
                                    field.doc().replace("|", "\\|")));
        }
        return String.join("\n", lines);
    }

    private static String type(Schema schema) {
        var value = DocumentedRecords.nonNull(schema);
        var name =
                switch (value.getType()) {
                    case RECORD -> "`" + value.getName() + "`";
                    case ARRAY -> "list of " + type(value.getElementType());
                    case MAP -> "map of " + type(value.getValueType());
                    case LONG ->
                            value.getLogicalType() instanceof LogicalTypes.TimestampMicros
                                    ? "timestamp"
                                    : "long";
                    default -> value.getType().getName();
                };
        return schema.isNullable() ? name + " or null" : name;
    }

    private static String decapitalized(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }
}
