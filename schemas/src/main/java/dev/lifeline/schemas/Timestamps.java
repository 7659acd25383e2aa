package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Points in time as the contract writes them: UTC, always six decimals. */
final class Timestamps {

    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
                    .appendLiteral('Z')
                    .toFormatter()
                    .withZone(ZoneOffset.UTC);

    private static final byte[] FORM = "0000-00-00T00:00:00.000000Z".getBytes(ISO_8859_1);

    private Timestamps() {}

    static String text(Instant instant) {
        var time =
                LocalDateTime.ofEpochSecond(
                        instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        return time.getYear() >= 0 && time.getYear() <= 9999
                ? fourDigitYear(time)
                : MICROS.format(instant);
    }

    /** What the formatter writes, without its cost: the headers of every event hold a time. */
    private static String fourDigitYear(LocalDateTime time) {
        byte[] text = FORM.clone();
        write(text, 4, time.getYear());
        write(text, 7, time.getMonthValue());
        write(text, 10, time.getDayOfMonth());
        write(text, 13, time.getHour());
        write(text, 16, time.getMinute());
        write(text, 19, time.getSecond());
        write(text, 26, time.getNano() / 1_000);
        return new String(text, ISO_8859_1);
    }

    /** Writes a number so that it ends before that place, over the zeros that stand there. */
    private static void write(byte[] text, int end, int number) {
        int place = end;
        for (int rest = number; rest > 0; rest /= 10) {
            text[--place] = (byte) ('0' + rest % 10);
        }
    }
}
