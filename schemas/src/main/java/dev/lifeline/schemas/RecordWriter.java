package dev.lifeline.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Writes the records of one schema. Thread-safe. */
final class RecordWriter {

    private final byte[] header;
    private final SpecificDatumWriter<SpecificRecord> writer;

    RecordWriter(Schema schema, SchemaRef ref) {
        header = ref.header();
        writer = new SpecificDatumWriter<>(schema, AvroData.SPECIFIC);
    }

    byte[] write(SpecificRecord record) {
        var bytes = new ByteArrayOutputStream(512);
        bytes.writeBytes(header);
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            writer.write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
