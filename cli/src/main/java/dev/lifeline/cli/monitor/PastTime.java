package dev.lifeline.cli.monitor;

import dev.lifeline.cli.terminal.ShortDuration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment: {@code 2026-11-24T08:00:00Z}, or how long ago it was: {@code 6h}. */
final class PastTime implements ITypeConverter<Instant> {

    private final Clock clock;

    PastTime() {
        this(Clock.systemUTC());
    }

    PastTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException _) {
            return clock.instant().minus(ago(value));
        }
    }

    private static Duration ago(String value) {
        try {
            return new ShortDuration().convert(value);
        } catch (TypeConversionException _) {
            throw new TypeConversionException(
                    "'" + value + "' is no time; write 2026-01-31T12:00:00Z, or how long ago: 6h");
        }
    }
}
