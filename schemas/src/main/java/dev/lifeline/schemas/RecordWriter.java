package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Writes the records of one schema. Thread-safe. */
final class RecordWriter {

    private final byte[] header;
    private final SpecificDatumWriter<SpecificRecord> writer;
    private final Spare<Output> outputs = new Spare<>(Output::new);

    RecordWriter(Schema schema, SchemaRef ref) {
        header = ref.header();
        writer = new Writer(schema);
    }

    byte[] write(SpecificRecord record) {
        var output = outputs.take();
        try {
            byte[] value = output.write(record);
            if (value.length <= Output.MOST_KEPT_BYTES) {
                outputs.giveBack(output);
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /**
     * Does without general searches what an event has most of: texts, and fields that may be null.
     */
    private static final class Writer extends SpecificDatumWriter<SpecificRecord> {

        Writer(Schema schema) {
            super(schema, AvroData.SPECIFIC);
        }

        @Override
        protected int resolveUnion(Schema union, @Nullable Object value) {
            var branches = union.getTypes();
            return branches.size() == 2 && branches.getFirst().getType() == Schema.Type.NULL
                    ? (value == null ? 0 : 1)
                    : super.resolveUnion(union, value);
        }

        @Override
        protected void writeString(Object text, Encoder out) throws IOException {
            // In Avro's binary form a text is its bytes; the encoder would look at each character.
            byte[] bytes = text.toString().getBytes(UTF_8);
            out.writeBytes(bytes, 0, bytes.length);
        }
    }

    /** A buffer and the encoder in front of it; of no further use after a failure. */
    private final class Output {

        private static final int MOST_KEPT_BYTES = 64 * 1024;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

        byte[] write(SpecificRecord record) throws IOException {
            bytes.reset();
            bytes.writeBytes(header);
            writer.write(record, encoder);
            encoder.flush();
            return bytes.toByteArray();
        }
    }
}
