package dev.lifeline.e2e.client;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * A cursor taken apart, as whoever wants to forge one takes it apart.
 *
 * @param logHigh one half of the identity of the log
 * @param logLow the other half
 */
public record CursorParts(long logHigh, long logLow, int partition, long offset, long epoch) {

    private static final byte VERSION = 1;
    private static final int BYTES = 41;
    private static final int CHECKED = 37;

    /** Of a cursor as the gateway gave it. */
    public static CursorParts of(String cursor) {
        var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)).position(1);
        return new CursorParts(
                bytes.getLong(), bytes.getLong(), bytes.getInt(), bytes.getLong(), bytes.getLong());
    }

    public CursorParts atOffset(long other) {
        return new CursorParts(logHigh, logLow, partition, other, epoch);
    }

    public CursorParts inPartition(int other) {
        return new CursorParts(logHigh, logLow, other, offset, epoch);
    }

    public CursorParts ofAnotherLog() {
        return new CursorParts(~logHigh, ~logLow, partition, offset, epoch);
    }

    /** The cursor, with a checksum that is right. */
    public String text() {
        var bytes =
                ByteBuffer.allocate(BYTES)
                        .put(VERSION)
                        .putLong(logHigh)
                        .putLong(logLow)
                        .putInt(partition)
                        .putLong(offset)
                        .putLong(epoch);
        var checksum = new CRC32();
        checksum.update(bytes.array(), 0, CHECKED);
        bytes.putInt((int) checksum.getValue());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
