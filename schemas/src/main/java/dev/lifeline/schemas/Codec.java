package dev.lifeline.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns the contract's records into bytes and back, in Avro's single-object encoding: two marker
 * bytes, the writer schema's fingerprint, the value. Thread-safe.
 */
public final class Codec {

    private static final short MARKER = (short) 0xC301;
    private static final int HEADER_BYTES = 10;

    /** Finds the contract's classes beside this one, whoever loads Avro. */
    private static final SpecificData DATA = new SpecificData(Codec.class.getClassLoader());

    static {
        DATA.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    }

    private final Map<Long, Format> byFingerprint;
    private final Map<Schema, Format> bySchema;

    public Codec() {
        bySchema =
                ContractRecords.schemas().stream().collect(Collectors.toMap(s -> s, Format::new));
        byFingerprint =
                bySchema.values().stream().collect(Collectors.toMap(Format::fingerprint, f -> f));
    }

    /** The bytes of a record's value. */
    public byte[] encode(SpecificRecord record) {
        var format = bySchema.get(record.getSchema());
        if (format == null) {
            throw new IllegalArgumentException(
                    record.getSchema().getFullName() + " is not a record of the contract");
        }
        return format.encode(record);
    }

    /**
     * The record that the bytes hold.
     *
     * @throws UndecodableException if they hold none that this release knows; the message names the
     *     reason
     */
    public SpecificRecord decode(byte @Nullable [] bytes) throws UndecodableException {
        if (bytes == null || bytes.length < HEADER_BYTES) {
            throw new UndecodableException(
                    "the value has %d bytes, too few for the single-object header"
                            .formatted(bytes == null ? 0 : bytes.length));
        }
        var header = ByteBuffer.wrap(bytes);
        if (header.getShort() != MARKER) {
            throw new UndecodableException("the value does not begin with the marker C3 01");
        }
        long fingerprint = header.order(ByteOrder.LITTLE_ENDIAN).getLong();
        var format = byFingerprint.get(fingerprint);
        if (format == null) {
            throw new UndecodableException(
                    "unknown schema fingerprint %016x".formatted(fingerprint));
        }
        return format.decode(bytes);
    }

    /**
     * The record that the bytes hold, of the type that the topic is for.
     *
     * @throws UndecodableException if they hold something else
     */
    public <T extends SpecificRecord> T decode(byte @Nullable [] bytes, Class<T> type)
            throws UndecodableException {
        var record = decode(bytes);
        if (!type.isInstance(record)) {
            throw new UndecodableException(
                    "a %s stands where a %s belongs"
                            .formatted(record.getSchema().getName(), type.getSimpleName()));
        }
        return type.cast(record);
    }

    /** One schema's reader and writer. */
    private record Format(
            long fingerprint,
            SpecificDatumWriter<SpecificRecord> writer,
            SpecificDatumReader<SpecificRecord> reader) {

        Format(Schema schema) {
            this(
                    SchemaNormalization.parsingFingerprint64(schema),
                    new SpecificDatumWriter<>(schema, DATA),
                    new SpecificDatumReader<>(schema, schema, DATA));
        }

        byte[] encode(SpecificRecord record) {
            var bytes = new ByteArrayOutputStream(512);
            bytes.writeBytes(header());
            var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            try {
                writer.write(record, encoder);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory", e);
            }
            return bytes.toByteArray();
        }

        private byte[] header() {
            return ByteBuffer.allocate(HEADER_BYTES)
                    .putShort(MARKER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(fingerprint)
                    .array();
        }

        SpecificRecord decode(byte[] bytes) throws UndecodableException {
            var decoder =
                    DecoderFactory.get()
                            .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
            try {
                var record = reader.read(null, new BoundedDecoder(decoder));
                if (!decoder.isEnd()) {
                    throw new UndecodableException("bytes follow the record's end");
                }
                return record;
            } catch (IOException | RuntimeException e) {
                // Hostile bytes reach Avro here, which reports them by many unchecked exceptions.
                throw new UndecodableException(
                        "not a %s: %s".formatted(reader.getSchema().getName(), reason(e)), e);
            }
        }

        private static String reason(Exception e) {
            return e.getMessage() == null ? "the bytes are cut or mangled" : e.getMessage();
        }
    }
}
