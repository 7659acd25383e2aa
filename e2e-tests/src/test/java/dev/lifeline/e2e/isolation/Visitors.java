package dev.lifeline.e2e.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CursorParts;
import dev.lifeline.e2e.client.EventStream;
import dev.lifeline.e2e.stack.GatewayFleet;
import dev.lifeline.schemas.UserKey;
import java.util.List;
import java.util.Random;

/** Users as they come to the gateways, each with a token of their own. */
public record Visitors(GatewayFleet gateways, Population population) {

    /** What is drawn for that user. */
    public static Random random(UserKey user, int seed) {
        return new Random(31L * user.hashCode() + seed);
    }

    /** One of the gateways, as that user calls it. */
    public Api api(UserKey user, Random random) {
        return new Api(gateways.uri(random.nextInt()), gateways.token(user));
    }

    /** A cursor that the user has been given: before their run, or behind it. */
    public String cursorOf(UserKey user, Random random) {
        var query = "?runId=" + population.runOf(user).runId();
        try (var stream = api(user, random).stream(query)) {
            assertThat(stream.awaitClosed()).isEqualTo(1000);
            return random.nextBoolean()
                    ? stream.awaitFrame("welcome").required("cursor").asText()
                    : stream.cursor();
        }
    }

    /** The ids of the events that are shown up to now, all of them found to be the user's. */
    public List<String> shownAfter(String cursor, UserKey user) {
        try (var stream = api(user, random(user, 1)).stream("?cursor=" + cursor)) {
            return shownUntilNow(user, stream);
        }
    }

    /** The same, after a gap for that reason. */
    public List<String> shownAfterGap(String reason, CursorParts cursor, UserKey user) {
        try (var stream = api(user, random(user, 1)).stream("?cursor=" + cursor.text())) {
            assertThat(stream.awaitFrame("gap").required("reason").asText()).isEqualTo(reason);
            return shownUntilNow(user, stream);
        }
    }

    private static List<String> shownUntilNow(UserKey user, EventStream stream) {
        stream.awaitFrame("caught_up");
        var events = stream.events();
        Watch.requireOwn(user, "history", events);
        return Watch.ids(events);
    }
}
