package dev.lifeline.gateway.cursor;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import org.apache.kafka.common.Uuid;

/**
 * Cursors as text: base64url of version, log identity, partition, offset, owner epoch and a
 * checksum. The checksum finds damage, not malice: a cursor is filtered by its bearer's token.
 */
public final class CursorCodec {

    private static final byte VERSION = 1;
    private static final int CONTENT_BYTES = 1 + 16 + 4 + 8 + 8;
    private static final int BYTES = CONTENT_BYTES + 4;
    private static final int CHARACTERS = 55;

    private CursorCodec() {}

    /** The cursor as a client stores it. */
    public static String encode(Cursor cursor) {
        var bytes =
                ByteBuffer.allocate(BYTES)
                        .put(VERSION)
                        .putLong(cursor.log().getMostSignificantBits())
                        .putLong(cursor.log().getLeastSignificantBits())
                        .putInt(cursor.partition())
                        .putLong(cursor.offset())
                        .putLong(cursor.epoch());
        bytes.putInt(checksum(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads a cursor back.
     *
     * @throws MalformedCursorException if {@link #encode} cannot have written it
     */
    public static Cursor decode(String text) throws MalformedCursorException {
        byte[] bytes = bytes(text);
        var content = ByteBuffer.wrap(bytes);
        if (content.getInt(CONTENT_BYTES) != checksum(bytes)) {
            throw new MalformedCursorException("its checksum is wrong");
        }
        if (content.get() != VERSION) {
            throw new MalformedCursorException("its version is unknown");
        }
        var log = new Uuid(content.getLong(), content.getLong());
        int partition = content.getInt();
        long offset = content.getLong();
        long epoch = content.getLong();
        if (partition < 0 || offset < 0 || epoch < 0) {
            throw new MalformedCursorException("it has a negative part");
        }
        return new Cursor(log, partition, offset, epoch);
    }

    private static byte[] bytes(String text) throws MalformedCursorException {
        if (text.length() != CHARACTERS) {
            throw new MalformedCursorException(
                    "it has %d characters, not %d".formatted(text.length(), CHARACTERS));
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == BYTES && canonical(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: what the decoder refuses is as malformed as what it reads otherwise.
        }
        throw new MalformedCursorException("it is not base64url");
    }

    private static String canonical(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes, 0, CONTENT_BYTES);
        return (int) crc.getValue();
    }
}
