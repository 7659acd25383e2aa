package dev.lifeline.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/** How a record's value names, in its first bytes, the schema it was written with. */
public sealed interface SchemaRef {

    /** The bytes that stand before the record. */
    byte[] header();

    /** How many bytes stand before the record. */
    int headerLength();

    /**
     * Avro's single-object encoding: {@code C3 01}, then the schema's fingerprint, little-endian.
     *
     * @param value CRC-64-AVRO of the schema's parsing canonical form
     */
    record Fingerprint(long value) implements SchemaRef {

        private static final short MARKER = (short) 0xC301;
        private static final int LENGTH = 10;

        public static Fingerprint of(Schema schema) {
            return new Fingerprint(SchemaNormalization.parsingFingerprint64(schema));
        }

        /** Sixteen lower-case hex digits, the key in {@code agent.schemas}. */
        public String hex() {
            return "%016x".formatted(value);
        }

        @Override
        public byte[] header() {
            return ByteBuffer.allocate(LENGTH)
                    .putShort(MARKER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array();
        }

        @Override
        public int headerLength() {
            return LENGTH;
        }

        @Override
        public String toString() {
            return "schema fingerprint " + hex();
        }
    }

    /**
     * The Confluent wire format: a zero byte, then the schema's id in the registry, big-endian.
     *
     * @param id as the registry gave it
     */
    record RegistryId(int id) implements SchemaRef {

        private static final byte MAGIC = 0;
        private static final int LENGTH = 5;

        @Override
        public byte[] header() {
            return ByteBuffer.allocate(LENGTH).put(MAGIC).putInt(id).array();
        }

        @Override
        public int headerLength() {
            return LENGTH;
        }

        @Override
        public String toString() {
            return "schema id " + id;
        }
    }

    /**
     * What a value's first bytes name.
     *
     * @throws UndecodableException if they are neither framing
     */
    static SchemaRef read(byte @Nullable [] value) throws UndecodableException {
        if (value == null || value.length < RegistryId.LENGTH) {
            throw new UndecodableException(
                    "the value has %d bytes, too few to name a schema"
                            .formatted(value == null ? 0 : value.length));
        }
        var bytes = ByteBuffer.wrap(value);
        if (bytes.get(0) == RegistryId.MAGIC) {
            return new RegistryId(bytes.getInt(1));
        }
        if (bytes.getShort(0) != Fingerprint.MARKER) {
            throw new UndecodableException(
                    "the value begins neither with C3 01 (Avro single object) nor with 00 (schema"
                            + " registry)");
        }
        if (value.length < Fingerprint.LENGTH) {
            throw new UndecodableException(
                    "the value has %d bytes, too few for the single-object header"
                            .formatted(value.length));
        }
        return new Fingerprint(bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(2));
    }
}
