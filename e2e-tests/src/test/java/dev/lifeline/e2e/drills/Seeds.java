package dev.lifeline.e2e.drills;

import java.util.stream.IntStream;

/**
 * The seeds of a drill: 1 to as many as its form has, or those of {@code -Dlifeline.seed}, which is
 * one number or two, such as {@code 7} or {@code 6-10}.
 */
public final class Seeds {

    /** Whether drills are to be held in their long form. */
    public static final boolean LONG = Boolean.getBoolean("lifeline.long");

    private Seeds() {}

    /** As many seeds as the short form has, or the long one. */
    public static IntStream of(int shortForm, int longForm) {
        var wanted = System.getProperty("lifeline.seed", "1-" + (LONG ? longForm : shortForm));
        var range = wanted.split("-", -1);
        return IntStream.rangeClosed(
                Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]));
    }
}
