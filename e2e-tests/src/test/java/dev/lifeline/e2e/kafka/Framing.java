package dev.lifeline.e2e.kafka;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** What stands before a value, by the specifications of the two framings. */
public final class Framing {

    private Framing() {}

    /** Avro's single-object encoding. */
    public static byte[] singleObject(Schema schema) {
        return ByteBuffer.allocate(10)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    /** The Confluent wire format. */
    public static byte[] confluent(int schemaId) {
        return ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array();
    }
}
