package dev.lifeline.schemas;

import org.apache.avro.Schema;

/** The schemas that records are written with: ours by name, everybody's by reference. */
public interface WriterSchemas {

    /** What is known now of the schema behind a reference; never waits. */
    Finding find(SchemaRef ref);

    /**
     * The reference that stands before records written with one of our schemas.
     *
     * @throws SchemasUnavailableException while readers could not find the schema under it
     */
    SchemaRef refOf(Schema schema);

    /** What is known of a schema. */
    sealed interface Finding {

        record Known(Schema schema) implements Finding {}

        /** Nobody has it: the record cannot be decoded, now or later. */
        record Unknown(String reason) implements Finding {}

        /** It is being looked for; ask again. */
        record Pending(String reason) implements Finding {}
    }
}
