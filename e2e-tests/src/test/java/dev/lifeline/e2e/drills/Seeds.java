package dev.lifeline.e2e.drills;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The seeds of a drill: 1 to as many as its form has, or those of {@code -Dlifeline.seed}, such as
 * {@code 7} or {@code 2,6-10}.
 */
public final class Seeds {

    /** Whether drills are to be held in their long form. */
    public static final boolean LONG = Boolean.getBoolean("lifeline.long");

    private Seeds() {}

    /** As many seeds as the short form has, or the long one. */
    public static IntStream of(int shortForm, int longForm) {
        var wanted = System.getProperty("lifeline.seed", "1-" + (LONG ? longForm : shortForm));
        return Stream.of(wanted.split(",", -1)).flatMapToInt(Seeds::range);
    }

    private static IntStream range(String seeds) {
        var ends = seeds.split("-", -1);
        return IntStream.rangeClosed(
                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }
}
