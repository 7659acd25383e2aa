package dev.lifeline.e2e.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.schemas.UserKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * One user's look at the events, whatever carries it.
 *
 * @param what the user asked for
 * @param seen all events that have come so far
 * @param expected ids of the events that must come
 * @param end lets go of it
 */
public record Watch(
        UserKey user,
        String what,
        Supplier<List<JsonNode>> seen,
        Supplier<List<String>> expected,
        Runnable end) {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Waits for what must come, and fails unless exactly that has come; how many events it is. */
    public int requireExactlyOwn() {
        int count = expected.get().size();
        Awaitility.await("%d events of %s, %s".formatted(count, user, what))
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .until(() -> seen.get().size() >= count);
        var events = seen.get();
        requireOwn(user, what, events);
        assertThat(ids(events)).as("%s: events of %s", what, user).isEqualTo(expected.get());
        return count;
    }

    /** Fails if an event, or what it says, is anybody else's. */
    public static void requireOwn(UserKey user, String what, List<JsonNode> events) {
        assertThat(events)
                .as("%s: owners of the events that %s sees", what, user)
                .allSatisfy(event -> {
                    assertThat(event.required("tenantId").asText()).isEqualTo(user.tenantId());
                    assertThat(event.required("userId").asText()).isEqualTo(user.userId());
                    var data = event.required("data");
                    assertThat(data.path("delta").asText(user.text())).isEqualTo(user.text());
                    assertThat(data.path("input").asText(user.text())).isEqualTo(user.text());
                });
    }

    /** The events' ids, in their order. */
    public static List<String> ids(List<JsonNode> events) {
        return events.stream().map(event -> event.required("id").asText()).toList();
    }
}
