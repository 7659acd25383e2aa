package dev.lifeline.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** WebSocket frames as a client writes them, right and wrong. */
final class ClientBytes {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private ClientBytes() {}

    static byte[] frame(int opcode, byte[] payload) {
        return frame(FINAL | opcode, payload, payload.length);
    }

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(UTF_8));
    }

    static byte[] close(int code, String reason) {
        return frame(CLOSE, Bytes.of(code >> 8, code & 0xFF, reason));
    }

    /** A frame whose first byte and whose length say what the caller likes. */
    static byte[] frame(int head, byte[] payload, long length) {
        return Bytes.of(head, lengthBytes(MASKED, length), mask(), masked(payload));
    }

    /** One that is not masked, as no client may send it. */
    static byte[] unmasked(int opcode, byte[] payload) {
        return Bytes.of(FINAL | opcode, lengthBytes(0, payload.length), payload);
    }

    /** One whose length takes eight bytes, whether it needs them or not. */
    static byte[] longLength(byte[] payload, long length) {
        return Bytes.of(
                FINAL | TEXT,
                MASKED | 127,
                ByteBuffer.allocate(8).putLong(length).array(),
                mask(),
                masked(payload));
    }

    /** The payload in several frames, as a client may send it. */
    static byte[] fragments(int opcode, byte[] payload, Random random) {
        int first = payload.length == 0 ? 0 : random.nextInt(payload.length);
        return Bytes.of(
                frame(opcode, Arrays.copyOf(payload, first), first),
                frame(PING, new byte[0]),
                frame(CONTINUATION, new byte[0], 0),
                frame(CONTINUATION, Arrays.copyOfRange(payload, first, payload.length)));
    }

    private static byte[] lengthBytes(int masked, long length) {
        if (length < 126) {
            return Bytes.of(masked | (int) length);
        }
        return length < 65536
                ? Bytes.of(masked | 126, (int) length >> 8, (int) length & 0xFF)
                : Bytes.of(masked | 127, ByteBuffer.allocate(8).putLong(length).array());
    }

    private static byte[] mask() {
        return new byte[] {1, 2, 3, 4};
    }

    private static byte[] masked(byte[] payload) {
        var masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= (byte) (i % 4 + 1);
        }
        return masked;
    }
}
