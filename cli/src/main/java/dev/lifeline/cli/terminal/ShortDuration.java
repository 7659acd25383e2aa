package dev.lifeline.cli.terminal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a duration as people write it: {@code 90s}, {@code 15m}, {@code 12h}, {@code 7d}, PT90S.
 */
public final class ShortDuration implements ITypeConverter<Duration> {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})([smhd])");

    @Override
    public Duration convert(String value) {
        var matcher = SHORT.matcher(value);
        if (!matcher.matches()) {
            return iso(value);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Duration iso(String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException _) {
            throw new TypeConversionException(
                    "'" + value + "' is no duration; write 90s, 15m, 12h, 7d or PT90S");
        }
    }
}
