package dev.lifeline.gateway.cursor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorCodecTest {

    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \u00e9";

    private final Random random = new Random(42);

    @Test
    void noChangedCharacterGoesUnnoticed() {
        var text = CursorCodec.encode(randomCursor());
        for (int at = 0; at < text.length(); at++) {
            for (int i = 0; i < ALPHABET.length(); i++) {
                var mangled = text.substring(0, at) + ALPHABET.charAt(i) + text.substring(at + 1);

                if (!mangled.equals(text)) {
                    assertRefused(mangled);
                }
            }
        }
    }

    @Test
    void noMutilationGoesUnnoticed() {
        for (int i = 0; i < 10_000; i++) {
            var text = CursorCodec.encode(randomCursor());

            assertRefused(mutilated(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "0", "AAAA", "%00", "../../etc/passwd"})
    void whatIsNoCursorIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void theReasonSaysWhatIsWrong() {
        assertThatThrownBy(() -> CursorCodec.decode("A".repeat(55)))
                .hasMessageContaining("checksum");
    }

    private String mutilated(String text) {
        int at = random.nextInt(text.length());
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text + text.charAt(at);
            case 2 -> text.substring(0, at) + text.substring(at + 1) + "A".repeat(2);
            default -> text.substring(at) + text.substring(0, at) + "_";
        };
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> CursorCodec.decode(text))
                .as(text)
                .isInstanceOf(MalformedCursorException.class);
    }

    private Cursor randomCursor() {
        return new Cursor(
                new Uuid(random.nextLong(), random.nextLong()),
                random.nextInt(1000),
                random.nextLong(Long.MAX_VALUE),
                random.nextLong(Long.MAX_VALUE));
    }
}
