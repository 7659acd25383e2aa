package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import org.apache.kafka.common.utils.Utils;

/**
 * The record key of everything that belongs to one user: {@code tenantId/userId}, each part
 * percent-encoded so that no two users ever share a key.
 */
public record UserKey(String tenantId, String userId) {

    /** Longest tenant or user, in UTF-8 bytes before encoding. */
    public static final int MAX_PART_BYTES = 128;

    private static final String UNRESERVED = "-._~";

    /**
     * @throws IllegalArgumentException if a part is empty, longer than {@link #MAX_PART_BYTES} or
     *     not Unicode text
     */
    public UserKey {
        requirePart("tenant", tenantId);
        requirePart("user", userId);
    }

    /**
     * Reads a key back.
     *
     * @throws IllegalArgumentException if it is not what {@link #text()} would have written
     */
    public static UserKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a user key: no '/'");
        }
        var key = new UserKey(decode(text.substring(0, slash)), decode(text.substring(slash + 1)));
        if (!key.text().equals(text)) {
            throw new IllegalArgumentException("not a user key: not in canonical form");
        }
        return key;
    }

    /** The partition of a topic with that many partitions in which this user's records are. */
    public int partition(int partitions) {
        return Utils.toPositive(Utils.murmur2(bytes())) % partitions;
    }

    /** The key as it stands in a record. */
    public byte[] bytes() {
        return text().getBytes(US_ASCII);
    }

    /** The key as text. */
    public String text() {
        return encode(tenantId) + "/" + encode(userId);
    }

    @Override
    public String toString() {
        return text();
    }

    private static void requirePart(String what, String part) {
        int bytes = isPlain(part) ? part.length() : utf8(what, part).remaining();
        if (bytes == 0 || bytes > MAX_PART_BYTES) {
            throw new IllegalArgumentException(
                    "the %s id must have 1 to %d bytes, it has %d"
                            .formatted(what, MAX_PART_BYTES, bytes));
        }
    }

    private static ByteBuffer utf8(String what, String part) {
        try {
            return UTF_8.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(part));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the " + what + " id is not Unicode text", e);
        }
    }

    /** Whether it is its own encoding, which nearly every id is, and which is soon told. */
    private static boolean isPlain(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (!isUnreserved(part.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String encode(String part) {
        if (isPlain(part)) {
            return part;
        }
        var encoded = new StringBuilder(part.length());
        for (byte b : part.getBytes(UTF_8)) {
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(hex(b >> 4)).append(hex(b));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || UNRESERVED.indexOf(c) >= 0;
    }

    private static char hex(int nibble) {
        return Character.toUpperCase(Character.forDigit(nibble & 0xF, 16));
    }

    private static String decode(String encoded) {
        var bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.put((byte) hexByte(encoded, i + 1));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        return UTF_8.decode(bytes.flip()).toString();
    }

    private static int hexByte(String encoded, int at) {
        if (at + 2 > encoded.length()) {
            throw new IllegalArgumentException("not a user key: it ends within an escape");
        }
        return Integer.parseInt(encoded, at, at + 2, 16);
    }
}
