package dev.lifeline.e2e.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What users saw, held against what was written for them.
 *
 * @param strange events that a user saw and that were none of theirs
 */
public record Tally(int users, int written, int missed, int repeated, int outOfOrder, int strange) {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /**
     * Of all users together: the ids of the events of each, in the order of the log and as seen.
     */
    public static Tally of(Map<String, List<String>> written, Map<String, List<String>> seen) {
        return written.entrySet().stream()
                .map(user -> ofOne(user.getValue(), seen.getOrDefault(user.getKey(), List.of())))
                .reduce(new Tally(0, 0, 0, 0, 0, 0), Tally::plus);
    }

    /** Waits until that may be; if it never is, a tally says what is lacking. */
    public static void await(Callable<Boolean> allIsSeen) {
        try {
            Awaitility.await("all is seen").atMost(LIMIT).until(allIsSeen);
        } catch (ConditionTimeoutException _) {
            // The figures say more than that it took too long.
        }
    }

    /** What it is when each user saw every event, once and in order. */
    public Tally perfect() {
        return new Tally(users, written, 0, 0, 0, 0);
    }

    private static Tally ofOne(List<String> written, List<String> seen) {
        var places = new HashMap<String, Integer>();
        written.forEach(id -> places.put(id, places.size()));
        var distinct = new LinkedHashSet<>(seen);
        var own = distinct.stream().filter(places::containsKey).toList();
        return new Tally(
                1,
                written.size(),
                written.size() - own.size(),
                seen.size() - distinct.size(),
                stepsBack(own.stream().map(places::get).toList()),
                distinct.size() - own.size());
    }

    private static int stepsBack(List<Integer> places) {
        int back = 0;
        for (int i = 1; i < places.size(); i++) {
            back += places.get(i) < places.get(i - 1) ? 1 : 0;
        }
        return back;
    }

    private Tally plus(Tally other) {
        return new Tally(
                users + other.users,
                written + other.written,
                missed + other.missed,
                repeated + other.repeated,
                outOfOrder + other.outOfOrder,
                strange + other.strange);
    }
}
