package dev.lifeline.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/** Frames that a client should not send. */
final class FrameMutations {

    private static final int RESERVED = 0x70;
    private static final int FINAL_TEXT = 0x81;
    private static final int MEGABYTE = 1024 * 1024;

    private final String cursor;
    private final List<String> tokens;

    /**
     * @param cursor that the client was sent
     * @param tokens its own and others'
     */
    FrameMutations(String cursor, List<String> tokens) {
        this.cursor = cursor;
        this.tokens = tokens;
    }

    byte[] next(Random random) {
        var valid = valid(random);
        return switch (random.nextInt(20)) {
            case 0, 1, 2 ->
                    ClientBytes.frame(
                            ClientBytes.TEXT,
                            HostileJson.of(
                                    valid, random.nextBoolean() ? "cursor" : "token", random));
            case 3, 4 -> ClientBytes.frame(ClientBytes.TEXT, Bytes.damaged(valid, random));
            case 5, 6 -> Bytes.damaged(ClientBytes.frame(ClientBytes.TEXT, valid), random);
            case 7 -> ClientBytes.frame(ClientBytes.BINARY, valid);
            case 8 -> ClientBytes.fragments(ClientBytes.TEXT, Bytes.damaged(valid, random), random);
            case 9 -> ClientBytes.frame(ClientBytes.CONTINUATION, valid);
            case 10 ->
                    Bytes.of(
                            ClientBytes.frame(ClientBytes.TEXT, valid, valid.length),
                            ClientBytes.frame(ClientBytes.TEXT, valid));
            case 11 ->
                    ClientBytes.frame(
                            random.nextInt(8, 11), Bytes.random(random, random.nextInt(120, 300)));
            case 12 -> ClientBytes.frame(0x80 | random.nextInt(3, 8), valid, valid.length);
            case 13 -> ClientBytes.frame(0x80 | random.nextInt(11, 16), new byte[0], 0);
            case 14 ->
                    ClientBytes.frame(
                            FINAL_TEXT | (RESERVED & random.nextInt()), valid, valid.length);
            case 15 -> ClientBytes.unmasked(ClientBytes.TEXT, valid);
            case 16 -> lyingLength(valid, random);
            case 17 -> close(random);
            case 18 -> ClientBytes.frame(ClientBytes.PING, new byte[0], random.nextInt(2));
            default -> ClientBytes.text("x".repeat(random.nextBoolean() ? 65_537 : MEGABYTE + 1));
        };
    }

    private byte[] valid(Random random) {
        var token = tokens.get(random.nextInt(tokens.size()));
        var frame =
                switch (random.nextInt(3)) {
                    case 0 -> "{\"kind\":\"ack\",\"cursor\":\"%s\"}".formatted(cursor);
                    case 1 -> "{\"kind\":\"authenticate\",\"token\":\"%s\"}".formatted(token);
                    default -> "{\"kind\":\"mood\",\"cursor\":\"%s\"}".formatted(cursor);
                };
        return frame.getBytes(UTF_8);
    }

    private static byte[] lyingLength(byte[] payload, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> ClientBytes.frame(FINAL_TEXT, payload, payload.length + 1L);
            case 1 -> ClientBytes.frame(FINAL_TEXT, payload, payload.length - 1L);
            case 2 -> ClientBytes.longLength(payload, payload.length);
            default -> ClientBytes.longLength(payload, random.nextLong());
        };
    }

    private static byte[] close(Random random) {
        var codes = new int[] {0, 999, 1004, 1005, 1006, 1015, 1100, 2999, 4001, 5000, 65535};
        return switch (random.nextInt(4)) {
            case 0 -> ClientBytes.frame(ClientBytes.CLOSE, new byte[] {3});
            case 1 -> ClientBytes.frame(ClientBytes.CLOSE, Bytes.of(3, 0xE8, 0xC3, 0x28, 0xFF));
            case 2 -> ClientBytes.frame(ClientBytes.CLOSE, new byte[0]);
            default -> ClientBytes.close(codes[random.nextInt(codes.length)], "bye");
        };
    }
}
