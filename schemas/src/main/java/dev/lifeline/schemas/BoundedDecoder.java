package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro's binary form and believes no length that the remaining bytes cannot hold. Avro itself
 * reserves what a length claims before it reads on, and skips as many items as are claimed even if
 * each takes no byte; its limits hold for a whole JVM, and only if they are set before its first
 * use.
 */
final class BoundedDecoder extends Decoder {

    /** Longer texts are rare, and get room of their own. */
    private static final int MOST_KEPT_BYTES = 64 * 1024;

    private BinaryDecoder in;
    private byte[] room = new byte[256];

    BoundedDecoder(BinaryDecoder in) {
        this.in = in;
    }

    /** Begins anew with other bytes. */
    BoundedDecoder reset(byte[] bytes, int start) {
        in = DecoderFactory.get().binaryDecoder(bytes, start, bytes.length - start, in);
        return this;
    }

    boolean isEnd() throws IOException {
        return in.isEnd();
    }

    @Override
    public String readString() throws IOException {
        int length = (int) credible(in.readLong());
        byte[] bytes = room(length);
        in.readFixed(bytes, 0, length);
        return new String(bytes, 0, length, UTF_8);
    }

    private byte[] room(int length) {
        if (length > MOST_KEPT_BYTES) {
            return new byte[length];
        }
        if (length > room.length) {
            room = new byte[length];
        }
        return room;
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(bytes());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(bytes());
    }

    private byte[] bytes() throws IOException {
        byte[] bytes = new byte[(int) credible(in.readLong())];
        in.readFixed(bytes);
        return bytes;
    }

    private long credible(long length) throws IOException {
        int remaining = in.inputStream().available();
        if (length < 0 || length > remaining) {
            throw new EOFException(
                    "a length of %d stands where %d bytes remain".formatted(length, remaining));
        }
        return length;
    }

    @Override
    public long readArrayStart() throws IOException {
        return credible(in.readArrayStart());
    }

    @Override
    public long arrayNext() throws IOException {
        return credible(in.arrayNext());
    }

    @Override
    public long skipArray() throws IOException {
        return credible(in.skipArray());
    }

    @Override
    public long readMapStart() throws IOException {
        return credible(in.readMapStart());
    }

    @Override
    public long mapNext() throws IOException {
        return credible(in.mapNext());
    }

    @Override
    public long skipMap() throws IOException {
        return credible(in.skipMap());
    }

    @Override
    public void readNull() throws IOException {
        in.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return in.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return in.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return in.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return in.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return in.readDouble();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        in.readFixed(bytes, start, length);
    }

    @Override
    public int readEnum() throws IOException {
        return in.readEnum();
    }

    @Override
    public int readIndex() throws IOException {
        return in.readIndex();
    }

    @Override
    public void skipString() throws IOException {
        in.skipFixed((int) credible(in.readLong()));
    }

    @Override
    public void skipBytes() throws IOException {
        skipString();
    }

    @Override
    public void skipFixed(int length) throws IOException {
        in.skipFixed(length);
    }
}
