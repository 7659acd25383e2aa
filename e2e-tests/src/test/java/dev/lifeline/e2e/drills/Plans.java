package dev.lifeline.e2e.drills;

import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What runs of the agent {@code driller} are told to do: a word for each turn. */
public final class Plans {

    private static final int SHORTEST_MILLIS = 50;

    private Plans() {}

    /** Eight to twelve turns of tools that take up to so many milliseconds, some two at once. */
    public static String mixed(RandomGenerator random, int longest) {
        return turns(random, 8 + random.nextInt(5), () -> random.nextInt(SHORTEST_MILLIS, longest));
    }

    /** Some sixty turns of tools that take no time: one announcement follows the other. */
    public static String dense(RandomGenerator random) {
        return turns(random, 50 + random.nextInt(20), () -> 0);
    }

    private static String turns(RandomGenerator random, int turns, IntSupplier millis) {
        return Stream.generate(() -> turn(random, millis))
                .limit(turns)
                .collect(Collectors.joining(" "));
    }

    private static String turn(RandomGenerator random, IntSupplier millis) {
        var call = call(random, millis);
        return random.nextInt(5) == 0 ? call + "+" + call(random, millis) : call;
    }

    /** One in three must not be done twice. */
    private static String call(RandomGenerator random, IntSupplier millis) {
        var tool = random.nextInt(3) == 0 ? Sound.ONLY_ONCE : "look";
        return tool + ":" + millis.getAsInt();
    }
}
