package dev.lifeline.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** JSON, or what nearly is, that nobody should trust. */
final class HostileJson {

    private static final int DEPTH = 10_000;

    private HostileJson() {}

    /** Something wrong with an object that has a member of that name. */
    static byte[] of(byte[] valid, String member, Random random) {
        return switch (random.nextInt(15)) {
            case 0 -> text("[".repeat(DEPTH));
            case 1 -> text("{\"a\":".repeat(DEPTH));
            case 2 -> with(member, "[".repeat(DEPTH) + "]".repeat(DEPTH));
            case 3 -> with(member, "9".repeat(5_000));
            case 4 -> with(member, "1e999999999");
            case 5 -> with(member, "-0." + "0".repeat(2_000) + "1e-2147483648");
            case 6 -> text("{\"%s\":1,\"%s\":\"a\",\"%s\":null}".formatted(member, member, member));
            case 7 -> with(member, "\"\\ud800\\u0000\\udfff\"");
            case 8 -> with(member, "{\"$ref\":\"#\",\"@class\":\"java.lang.Runtime\"}");
            case 9 -> Bytes.of("{\"", member, "\":\"", 0xC3, 0x28, 0xFF, 0xF8, "\"}");
            case 10 -> new String(valid, UTF_8).getBytes(UTF_16BE);
            case 11 -> Bytes.of(0xEF, 0xBB, 0xBF, valid, valid);
            case 12 -> text(random.nextBoolean() ? "" : "null");
            case 13 -> with(member, "\"" + "x".repeat(random.nextInt(70_000)) + "\"");
            default -> Bytes.damaged(valid, random);
        };
    }

    private static byte[] with(String member, String value) {
        return text("{\"kind\":\"ack\",\"%s\":%s}".formatted(member, value));
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
