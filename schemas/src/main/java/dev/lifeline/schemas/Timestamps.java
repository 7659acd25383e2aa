package dev.lifeline.schemas;

import java.time.Instant;
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

    private Timestamps() {}

    static String text(Instant instant) {
        return MICROS.format(instant);
    }
}
