package dev.lifeline.schemas;

import dev.lifeline.schemas.WriterSchemas.Finding;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns the contract's records into bytes and back. A value is a reference to the schema it was
 * written with ({@link SchemaRef}), then the record in Avro's binary form; values written with
 * older and newer schemas than this release's are read as well. Thread-safe.
 */
public final class Codec {

    private final WriterSchemas schemas;
    private final Map<Schema, RecordWriter> writers = new ConcurrentHashMap<>();
    private final Map<SchemaRef, RecordReader> readers = new ConcurrentHashMap<>();

    /** Knows the schemas of this release and of those before it, and asks nobody for others. */
    public Codec() {
        this(new BuiltInSchemas());
    }

    /** Asks for the schemas that it does not know. */
    public Codec(WriterSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * The bytes of a record's value.
     *
     * @throws SchemasUnavailableException while readers could not find its schema
     */
    public byte[] encode(SpecificRecord record) {
        var writer = writers.get(record.getSchema());
        return (writer == null ? writer(record.getSchema()) : writer).write(record);
    }

    /**
     * Whether {@link #decode(byte[])} has an answer now. It has not while the schema that the value
     * names is still being looked for.
     */
    public boolean canTell(byte @Nullable [] value) {
        try {
            var ref = SchemaRef.read(value);
            return readers.containsKey(ref) || !(schemas.find(ref) instanceof Finding.Pending);
        } catch (UndecodableException e) {
            return true;
        }
    }

    /**
     * The record that the bytes hold.
     *
     * @throws UndecodableException if they hold none; the message names the reason
     * @throws SchemasUnavailableException if its schema is still being looked for
     */
    public SpecificRecord decode(byte @Nullable [] value) throws UndecodableException {
        return reader(SchemaRef.read(value)).read(bytes(value));
    }

    /**
     * The record that the bytes hold, of the type that the topic is for.
     *
     * @throws UndecodableException if they hold something else
     * @throws SchemasUnavailableException if its schema is still being looked for
     */
    public <T extends SpecificRecord> T decode(byte @Nullable [] value, Class<T> type)
            throws UndecodableException {
        return typed(decode(value), type);
    }

    /**
     * The record that the bytes hold, with all that its writer put into it.
     *
     * @throws UndecodableException if they hold something else
     * @throws SchemasUnavailableException if its schema is still being looked for
     */
    public <T extends SpecificRecord> Written<T> decodeWritten(
            byte @Nullable [] value, Class<T> type) throws UndecodableException {
        var reader = reader(SchemaRef.read(value));
        var record = typed(reader.read(bytes(value)), type);
        var complete = reader.readComplete(bytes(value));
        return new Written<>(record, complete == null ? record : complete);
    }

    private RecordWriter writer(Schema schema) {
        if (ContractRecords.named(schema.getFullName()) == null) {
            throw new IllegalArgumentException(
                    schema.getFullName() + " is not a record of the contract");
        }
        var writer = new RecordWriter(schema, schemas.refOf(schema));
        writers.put(schema, writer);
        return writer;
    }

    private RecordReader reader(SchemaRef ref) throws UndecodableException {
        var known = readers.get(ref);
        if (known != null) {
            return known;
        }
        return switch (schemas.find(ref)) {
            case Finding.Known(var schema) -> {
                var reader = RecordReader.of(schema, ref);
                readers.put(ref, reader);
                yield reader;
            }
            case Finding.Unknown(var reason) -> throw new UndecodableException(reason);
            case Finding.Pending(var reason) -> throw new SchemasUnavailableException(reason);
        };
    }

    /** What has named a schema is not null. */
    private static byte[] bytes(byte @Nullable [] value) {
        return value == null ? new byte[0] : value;
    }

    private static <T extends SpecificRecord> T typed(SpecificRecord record, Class<T> type)
            throws UndecodableException {
        if (!type.isInstance(record)) {
            throw new UndecodableException(
                    "a %s stands where a %s belongs"
                            .formatted(record.getSchema().getName(), type.getSimpleName()));
        }
        return type.cast(record);
    }
}
