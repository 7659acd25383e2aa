package dev.lifeline.schemas;

import dev.lifeline.schemas.SchemaRef.Fingerprint;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads the records that were written with one schema. Thread-safe. */
final class RecordReader {

    private static final Spare<BoundedDecoder> DECODERS =
            new Spare<>(() ->
                    new BoundedDecoder(DecoderFactory.get().binaryDecoder(new byte[0], null)));

    private final String name;
    private final int headerLength;
    private final DatumReader<SpecificRecord> known;
    private final @Nullable DatumReader<GenericRecord> complete;

    private RecordReader(Schema writer, Schema own, int headerLength) {
        // The fingerprint is that of what is written: documentation and defaults do not count.
        boolean same = Fingerprint.of(writer).equals(Fingerprint.of(own));
        this.headerLength = headerLength;
        name = own.getName();
        known = new SpecificDatumReader<>(same ? own : writer, own, AvroData.SPECIFIC);
        complete =
                same
                        ? null
                        : new GenericDatumReader<>(
                                writer, JoinedSchema.of(own, writer), AvroData.GENERIC);
    }

    /**
     * @throws UndecodableException if the schema is none of the contract's
     */
    static RecordReader of(Schema writer, SchemaRef ref) throws UndecodableException {
        var own = ContractRecords.named(writer.getFullName());
        if (own == null) {
            throw new UndecodableException(
                    "%s is not a record of the contract".formatted(writer.getFullName()));
        }
        return new RecordReader(writer, own, ref.headerLength());
    }

    SpecificRecord read(byte[] value) throws UndecodableException {
        return read(value, known);
    }

    /** The same with the fields that only the writer knows; null where there are none. */
    @Nullable GenericRecord readComplete(byte[] value) throws UndecodableException {
        return complete == null ? null : read(value, complete);
    }

    private <T> T read(byte[] value, DatumReader<T> reader) throws UndecodableException {
        var decoder = DECODERS.take().reset(value, headerLength);
        try {
            var record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new UndecodableException("bytes follow the record's end");
            }
            DECODERS.giveBack(decoder);
            return record;
        } catch (IOException | RuntimeException e) {
            // Hostile bytes reach Avro here, which reports them by many unchecked exceptions.
            throw new UndecodableException("not a %s: %s".formatted(name, reason(e)), e);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? "the bytes are cut or mangled" : e.getMessage();
    }
}
