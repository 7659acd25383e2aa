package dev.lifeline.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Bytes on their way to the gateway, to be damaged. */
final class Bytes {

    private Bytes() {}

    static byte[] of(Object... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            switch (part) {
                case byte[] bytes -> all.writeBytes(bytes);
                case Integer one -> all.write(one);
                default -> all.writeBytes(part.toString().getBytes(UTF_8));
            }
        }
        return all.toByteArray();
    }

    static byte[] random(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The same with a few things wrong. */
    static byte[] damaged(byte[] bytes, Random random) {
        var damaged = bytes;
        for (int i = random.nextInt(1, 4); i > 0 && damaged.length > 0; i--) {
            damaged = damagedOnce(damaged, random);
        }
        return damaged;
    }

    private static byte[] damagedOnce(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(16, bytes.length - at) + 1);
        var before = slice(bytes, 0, at);
        var within = slice(bytes, at, at + length);
        var after = slice(bytes, at + length, bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> flipped(bytes, at, random);
            case 1 -> before;
            case 2 -> of(before, after);
            case 3 -> of(before, within, within, after);
            default -> of(before, random(random, random.nextInt(1, 9)), within, after);
        };
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        var flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
