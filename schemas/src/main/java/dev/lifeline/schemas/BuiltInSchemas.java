package dev.lifeline.schemas;

import dev.lifeline.schemas.ReleasedSchemas.ReleasedSchema;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The schemas that this release knows without asking anybody, by fingerprint: its own, and those of
 * every release before it.
 */
public final class BuiltInSchemas implements WriterSchemas {

    private final Map<SchemaRef, Finding> byFingerprint =
            Stream.concat(
                            ReleasedSchemas.all().stream().map(ReleasedSchema::schema),
                            ContractRecords.schemas().stream())
                    .collect(
                            Collectors.toMap(
                                    SchemaRef.Fingerprint::of,
                                    Finding.Known::new,
                                    (released, current) -> current));

    @Override
    public Finding find(SchemaRef ref) {
        var known = byFingerprint.get(ref);
        return known == null ? new Finding.Unknown("unknown " + ref) : known;
    }

    @Override
    public SchemaRef refOf(Schema schema) {
        return SchemaRef.Fingerprint.of(schema);
    }
}
