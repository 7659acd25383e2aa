package dev.lifeline.schemas;

import dev.lifeline.schemas.ReleasedSchemas.ReleasedSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.jspecify.annotations.Nullable;

/**
 * Compares schemas with released ones: what was released keeps its name, type and default, and what
 * is new can be missing. That is more than Avro's FULL_TRANSITIVE asks, which lets fields vanish.
 */
final class EvolutionGate {

    private static final String INSTEAD = "Leave it as it was and add a nullable field beside it.";

    private final Map<String, Schema> current;
    private final List<String> breaches = new ArrayList<>();
    private String version = "";

    private EvolutionGate(List<Schema> current) {
        this.current =
                current.stream()
                        .map(NeutralSchema::of)
                        .collect(Collectors.toMap(Schema::getFullName, Function.identity()));
    }

    /** What the current schemas break; each entry names record, field, version, reason, remedy. */
    static List<String> breaches(List<ReleasedSchema> released, List<Schema> current) {
        var gate = new EvolutionGate(current);
        gate.current.values().forEach(gate::refuseAliases);
        released.forEach(gate::compare);
        return List.copyOf(gate.breaches);
    }

    private void compare(ReleasedSchema released) {
        version = released.version();
        var then = released.schema();
        var now = current.get(then.getFullName());
        if (now == null) {
            breach(
                    then.getName(),
                    "the record is gone. Keep it as long as anybody may hold one; say in its doc what replaces it.");
            return;
        }
        int before = breaches.size();
        compare(then.getName(), then, now, new HashSet<>());
        if (breaches.size() == before) {
            askAvro(then, now);
        }
    }

    private void compare(String path, Schema then, Schema now, Set<String> within) {
        if (!kind(then).equals(kind(now))) {
            breach(path, "its type was %s and is %s. %s".formatted(kind(then), kind(now), INSTEAD));
            return;
        }
        switch (then.getType()) {
            case RECORD -> {
                if (within.add(then.getFullName())) {
                    compareFields(path, then, now, within);
                    within.remove(then.getFullName());
                }
            }
            case ARRAY -> compare(path + "[]", then.getElementType(), now.getElementType(), within);
            case MAP -> compare(path + "{}", then.getValueType(), now.getValueType(), within);
            case UNION -> {
                for (int i = 0; i < then.getTypes().size(); i++) {
                    compare(path, then.getTypes().get(i), now.getTypes().get(i), within);
                }
            }
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL, ENUM, FIXED -> {}
        }
    }

    /** What of a type may never change; what lies within records, arrays and maps is left out. */
    private static String kind(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> schema.getFullName();
            case ARRAY, MAP -> schema.getType().getName();
            case UNION ->
                    schema.getTypes().stream()
                            .map(EvolutionGate::kind)
                            .collect(Collectors.joining(" or "));
            // Released readers know no symbol that is added, so even that is a change.
            case ENUM -> schema.getFullName() + schema.getEnumSymbols() + schema.getEnumDefault();
            case FIXED -> schema.getFullName() + "(" + schema.getFixedSize() + ")";
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                    schema.getType().getName()
                            + (schema.getObjectProps().isEmpty() ? "" : schema.getObjectProps());
        };
    }

    private void compareFields(String path, Schema then, Schema now, Set<String> within) {
        for (var field : then.getFields()) {
            compare(path + "." + field.name(), field, now.getField(field.name()), within);
        }
        for (var field : now.getFields()) {
            if (then.getField(field.name()) == null && !field.hasDefaultValue()) {
                breach(
                        path + "." + field.name(),
                        "the new field has no default, so records written before cannot be read. Make it nullable with the default null.");
            }
        }
    }

    private void compare(
            String path, Schema.Field then, Schema.@Nullable Field now, Set<String> within) {
        if (now == null) {
            breach(
                    path,
                    "the field is gone or has another name. Restore it (a nullable one may stay null from now on) and add what is new beside it.");
            return;
        }
        if (then.hasDefaultValue() != now.hasDefaultValue()
                || !Objects.equals(then.defaultVal(), now.defaultVal())) {
            breach(
                    path,
                    "its default was %s and is %s. Restore it: readers of both versions must see the same value."
                            .formatted(defaultOf(then), defaultOf(now)));
        }
        compare(path, then.schema(), now.schema(), within);
    }

    /** Avro's own word on what is written here and read there, and the other way round. */
    private void askAvro(Schema then, Schema now) {
        for (var pair : List.of(List.of(then, now), List.of(now, then))) {
            var verdict =
                    SchemaCompatibility.checkReaderWriterCompatibility(
                            pair.getFirst(), pair.getLast());
            if (verdict.getType() != SchemaCompatibilityType.COMPATIBLE) {
                breach(then.getName(), verdict.getResult().getIncompatibilities().toString());
            }
        }
    }

    /** By an alias, Avro would read a released field or type into one of another name. */
    private void refuseAliases(Schema schema) {
        for (var named : NeutralSchema.json(schema).findParents("aliases")) {
            breaches.add(
                    "%s: '%s' has an alias. Names never change here: remove it."
                            .formatted(schema.getName(), named.path("name").asText()));
        }
    }

    private static String defaultOf(Schema.Field field) {
        return field.hasDefaultValue() ? String.valueOf(field.defaultVal()) : "absent";
    }

    private void breach(String path, String reason) {
        breaches.add("%s (released in %s): %s".formatted(path, version, reason));
    }
}
