package dev.lifeline.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * What a client says in one message, put together from its frames. Of one that is too long nothing
 * is kept. Vert.x has an assembler of its own, which fails on an empty first fragment.
 */
final class InboundMessage {

    private static final int LONGEST_CHARACTER = 4;

    private final boolean binary;
    private final int longest;
    private Buffer bytes = Buffer.buffer();
    private long length;
    private boolean tooLong;

    /**
     * @param longest in characters
     */
    InboundMessage(boolean binary, int longest) {
        this.binary = binary;
        this.longest = longest;
    }

    boolean isBinary() {
        return binary;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** In bytes, those included that were not kept. */
    long length() {
        return length;
    }

    void append(Buffer fragment) {
        length += fragment.length();
        if (tooLong || bytes.length() + fragment.length() > LONGEST_CHARACTER * (long) longest) {
            tooLong = true;
            bytes = Buffer.buffer();
        } else if (fragment.length() > 0) {
            bytes.appendBytes(fragment.getBytes());
        }
    }

    /**
     * Its text.
     *
     * @throws CharacterCodingException if it is none
     */
    String text() throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes())).toString();
    }
}
