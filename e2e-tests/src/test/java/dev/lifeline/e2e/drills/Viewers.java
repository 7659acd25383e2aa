package dev.lifeline.e2e.drills;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.EventStream;
import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.kafka.EventTail;
import dev.lifeline.e2e.stack.LoneGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Users who watch their runs over a gateway, live, and read them again afterwards. */
public final class Viewers implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<Viewer> viewers = new ArrayList<>();

    private Viewers() {}

    private record Viewer(String user, Api api, EventStream stream) {}

    /** Connects those users. */
    public static Viewers of(LoneGateway gateway, List<String> users) {
        var connected = new Viewers();
        for (var user : users) {
            var api = new Api(gateway.uri(), gateway.token(user));
            connected.viewers.add(new Viewer(user, api, api.stream("").awaitWelcome()));
        }
        return connected;
    }

    /**
     * Fails unless of these runs, which have ended, all that counts was shown live, and nothing
     * else; and of those that have void events the same as history.
     */
    public void requireShown(EventTail log, List<String> runs) {
        var withVoids = log.voids().stream().map(logged -> logged.event().getRunId()).toList();
        for (var viewer : viewers) {
            var own = runs.stream().filter(id -> isOf(viewer.user(), log, id)).toList();
            awaitEnds(viewer.stream(), own.size());
            var live = viewer.stream().events().stream().collect(groupingBy(Viewers::runId));
            for (var id : own) {
                var counts = Sound.json(log.run(id));
                assertThat(live.get(id)).as("%s live", id).isEqualTo(counts);
                if (withVoids.contains(id)) {
                    assertThat(history(viewer.api(), id)).as("%s again", id).isEqualTo(counts);
                }
            }
        }
    }

    private static void awaitEnds(EventStream stream, int runs) {
        Awaitility.await("%d runs are seen to end".formatted(runs))
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .until(() ->
                        stream.events().stream()
                                        .filter(event ->
                                                event.required("type")
                                                        .asText()
                                                        .equals("agent_completed"))
                                        .count()
                                >= runs);
    }

    private static boolean isOf(String user, EventTail log, String runId) {
        return log.run(runId).getFirst().event().getUserId().equals(user);
    }

    private static List<JsonNode> history(Api api, String runId) {
        return api.get("/v1/runs/" + runId + "/events?follow=false")
                .body()
                .lines()
                .map(Json::parse)
                .toList();
    }

    private static String runId(JsonNode event) {
        return event.required("runId").asText();
    }

    @Override
    public void close() {
        viewers.forEach(viewer -> viewer.stream().close());
    }
}
