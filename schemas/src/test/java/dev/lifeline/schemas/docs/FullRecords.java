package dev.lifeline.schemas.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Makes a record with a value in every field, or with as few as its schema allows. */
final class FullRecords {

    private static final long SOME_TIME = 1_795_419_612_345_678L;

    private final boolean full;

    private FullRecords(boolean full) {
        this.full = full;
    }

    /** With a value in every field. */
    static GenericData.Record full(Schema record) {
        return new FullRecords(true).record(record);
    }

    /** With null, nothing and zero wherever they may stand. */
    static GenericData.Record sparse(Schema record) {
        return new FullRecords(false).record(record);
    }

    /** The same in the class that the services use. */
    static SpecificRecord specific(GenericData.Record record) {
        var data = new SpecificData(FullRecords.class.getClassLoader());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        var schema = data.getSchema(data.getClass(record.getSchema()));
        var bytes = new ByteArrayOutputStream();
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericData.Record>(record.getSchema()).write(record, encoder);
            var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
            return new SpecificDatumReader<SpecificRecord>(record.getSchema(), schema, data)
                    .read(null, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GenericData.Record record(Schema schema) {
        var record = new GenericData.Record(schema);
        for (var field : schema.getFields()) {
            var known = KnownValues.of(schema.getName(), field.name());
            if (known.isEmpty() || (!full && field.schema().isNullable())) {
                record.put(field.pos(), value(field.schema()));
            } else {
                record.put(field.pos(), known.getFirst());
            }
        }
        return record;
    }

    private @Nullable Object value(Schema schema) {
        if (schema.isUnion()) {
            return full ? value(DocumentedRecords.nonNull(schema)) : null;
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case STRING -> full ? "text" : "";
            case INT -> full ? 7 : 0;
            case LONG -> schema.getLogicalType() == null && !full ? 0L : SOME_TIME;
            case BOOLEAN -> full;
            case ARRAY -> full ? List.of(value(schema.getElementType())) : List.of();
            case MAP -> full ? Map.of("text", value(schema.getValueType())) : Map.of();
            case ENUM, UNION, FIXED, BYTES, FLOAT, DOUBLE, NULL ->
                    throw new IllegalArgumentException("no value is known for " + schema);
        };
    }
}
