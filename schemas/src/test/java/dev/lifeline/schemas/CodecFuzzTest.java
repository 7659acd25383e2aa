package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.avro.io.BinaryData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hostile bytes cost a refusal: no other exception, no endless loop, no heap. */
class CodecFuzzTest {

    private static final int INPUTS = 100_000;
    private static final int HEADER_BYTES = 10;

    /** What a refusal costs, and what each byte may: lists are reserved for as many items. */
    private static final long ALLOCATED_AT_ALL = 64 * 1024;

    private static final long ALLOCATED_PER_BYTE = 64;

    /** Generous: the inputs take seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Codec codec = new Codec();
    private final List<byte[]> valid =
            CorpusSamples.all().values().stream().map(codec::encode).toList();

    /** What classes cost when they are loaded is not the inputs' doing. */
    @BeforeEach
    void loadClasses() throws UndecodableException {
        for (byte[] value : valid) {
            codec.decode(value);
        }
    }

    @Test
    void aHundredThousandInputsAreDecodedOrRefused() {
        long seed = new Random().nextLong();
        Assertions.assertTimeoutPreemptively(
                PATIENCE, () -> decodeAll(new Random(seed)), () -> "with the seed " + seed);
    }

    private void decodeAll(Random random) {
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = input(i, random);
            try {
                decode(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
            }
        }
    }

    private void decode(byte[] input) {
        @Nullable UndecodableException refused = null;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            codec.decode(input);
        } catch (UndecodableException e) {
            refused = e;
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(ALLOCATED_AT_ALL + ALLOCATED_PER_BYTE * input.length);
        if (refused != null) {
            assertThat(refused.getMessage()).isNotBlank().doesNotEndWith("null");
        }
    }

    private byte[] input(int number, Random random) {
        byte[] known = valid.get(random.nextInt(valid.size()));
        return switch (number % 5) {
            case 0 -> noise(random);
            case 1 -> headed(known, noise(random));
            case 2 -> flipped(known, random);
            case 3 -> spliced(known, random);
            default -> Arrays.copyOf(known, random.nextInt(known.length + 8));
        };
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Any bytes after a header that leads them to Avro. */
    private static byte[] headed(byte[] known, byte[] bytes) {
        return join(Arrays.copyOf(known, HEADER_BYTES), bytes);
    }

    private static byte[] flipped(byte[] known, Random random) {
        byte[] bytes = known.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[HEADER_BYTES + random.nextInt(bytes.length - HEADER_BYTES)] ^=
                    (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** Puts a length that is far too large, or negative, over or between the bytes. */
    private static byte[] spliced(byte[] known, Random random) {
        int at = HEADER_BYTES + random.nextInt(known.length - HEADER_BYTES);
        long length = random.nextLong() >> random.nextInt(64);
        byte[] rest = Arrays.copyOfRange(known, at + random.nextInt(2), known.length);
        return join(Arrays.copyOf(known, at), join(varint(length), rest));
    }

    private static byte[] varint(long number) {
        byte[] bytes = new byte[10];
        int length = BinaryData.encodeLong(number, bytes, 0);
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] joined = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        return joined;
    }
}
