package dev.lifeline.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/**
 * Joins what this release knows of a record and what its writer does, so that nothing is lost of
 * either: our fields with their defaults, then those that only the writer has.
 */
final class JoinedSchema {

    private final Map<String, Schema> joined = new HashMap<>();

    private JoinedSchema() {}

    static Schema of(Schema own, Schema writer) {
        return new JoinedSchema().join(own, writer);
    }

    private Schema join(Schema own, Schema writer) {
        if (own.getType() != writer.getType()) {
            return own;
        }
        return switch (own.getType()) {
            case RECORD -> joinRecords(own, writer);
            case UNION -> joinUnions(own, writer);
            case ARRAY -> Schema.createArray(join(own.getElementType(), writer.getElementType()));
            case MAP -> Schema.createMap(join(own.getValueType(), writer.getValueType()));
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> own;
        };
    }

    private Schema joinRecords(Schema own, Schema writer) {
        var known = joined.get(own.getFullName());
        if (known != null) {
            return known;
        }
        var record =
                Schema.createRecord(own.getName(), own.getDoc(), own.getNamespace(), own.isError());
        joined.put(own.getFullName(), record);
        var fields = new ArrayList<Field>();
        for (var field : own.getFields()) {
            var other = writer.getField(field.name());
            var type = other == null ? field.schema() : join(field.schema(), other.schema());
            fields.add(new Field(field, type));
        }
        writer.getFields().stream()
                .filter(field -> own.getField(field.name()) == null)
                .forEach(field -> fields.add(new Field(field, field.schema())));
        record.setFields(fields);
        return record;
    }

    private Schema joinUnions(Schema own, Schema writer) {
        var branches = new ArrayList<Schema>();
        for (var branch : own.getTypes()) {
            var other = writer.getIndexNamed(branch.getFullName());
            branches.add(other == null ? branch : join(branch, writer.getTypes().get(other)));
        }
        writer.getTypes().stream()
                .filter(branch -> own.getIndexNamed(branch.getFullName()) == null)
                .forEach(branches::add);
        return Schema.createUnion(List.copyOf(branches));
    }
}
