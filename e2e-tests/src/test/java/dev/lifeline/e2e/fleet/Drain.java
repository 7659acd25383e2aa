package dev.lifeline.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.consumers.SocketFollowers;
import dev.lifeline.e2e.consumers.SocketFollowers.Happening;
import java.util.List;

/**
 * What the users of a gateway met with when it was stopped.
 *
 * @param told who was told to go
 * @param delays after how many milliseconds, the shortest first
 * @param closed who was closed with 1012
 * @param readiness what those who were told to go found the gateway's readiness to be
 */
public record Drain(
        int gateway,
        List<String> told,
        List<Integer> delays,
        List<String> closed,
        List<Integer> readiness) {

    private static final int RESTART = 1012;

    public Drain {
        told = List.copyOf(told);
        delays = List.copyOf(delays);
        closed = List.copyOf(closed);
        readiness = List.copyOf(readiness);
    }

    /** Of that gateway, by what has happened so far. */
    public static Drain of(int gateway, SocketFollowers followers) {
        var here = followers.happened().stream().filter(h -> h.gateway() == gateway).toList();
        var told = ofKind("goaway", here);
        return new Drain(
                gateway,
                users(told),
                told.stream().map(h -> h.number("after")).sorted().toList(),
                users(
                        ofKind("close", here).stream()
                                .filter(h -> h.number("code") == RESTART)
                                .toList()),
                ofKind("readiness", here).stream().map(h -> h.number("status")).toList());
    }

    /** Fails unless all were told, at once but each a delay of their own, and then closed. */
    public void requireOrderly(int drainMillis) {
        assertThat(told).as("users of gateway %d", gateway).hasSizeGreaterThan(5);
        assertThat(closed).as("users closed with 1012").hasSameElementsAs(told);
        assertThat(delays).as("delays").allMatch(delay -> delay >= 0 && delay <= drainMillis);
        assertThat(delays.getLast() - delays.getFirst())
                .as("spread of the delays")
                .isGreaterThan(drainMillis / 4);
        assertThat(readiness)
                .as("readiness, asked for by those who were told to go")
                .doesNotContain(200)
                .contains(503);
    }

    @Override
    public String toString() {
        return "gateway %d stopped: %d users told to go, after %d to %d ms"
                .formatted(gateway, told.size(), delays.getFirst(), delays.getLast());
    }

    private static List<Happening> ofKind(String kind, List<Happening> happened) {
        return happened.stream().filter(h -> h.kind().equals(kind)).toList();
    }

    private static List<String> users(List<Happening> happened) {
        return happened.stream().map(Happening::user).toList();
    }
}
