package dev.lifeline.gateway.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The WebSocket frames in the bytes that a server has sent. */
final class ServerFrames {

    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0F;

    private ServerFrames() {}

    /** One frame, whole. */
    @SuppressWarnings("ArrayRecordComponent") // Read, and never compared.
    record ServerFrame(int head, byte[] payload) {

        int opcode() {
            return head & OPCODE;
        }

        boolean isClose() {
            return opcode() == 8;
        }

        /**
         * The server neither fragments nor uses extensions, so all else of the head is set thus.
         */
        boolean isPlain() {
            return (head & ~OPCODE) == FINAL;
        }
    }

    /** All whole frames from there on; what follows the last is cut. */
    static List<ServerFrame> in(byte[] heard, int from) {
        var bytes = ByteBuffer.wrap(heard).position(from);
        var frames = new ArrayList<ServerFrame>();
        while (bytes.remaining() >= 2) {
            int head = bytes.get() & 0xFF;
            long length = bytes.get() & 0xFF;
            if (bytes.remaining() < (length == 127 ? 8 : length == 126 ? 2 : 0)) {
                break;
            }
            length = length == 127 ? bytes.getLong() : length == 126 ? bytes.getChar() : length;
            if (length < 0 || length > bytes.remaining()) {
                break;
            }
            int begin = bytes.position();
            frames.add(
                    new ServerFrame(head, Arrays.copyOfRange(heard, begin, begin + (int) length)));
            bytes.position(begin + (int) length);
        }
        return frames;
    }
}
