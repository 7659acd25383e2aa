package dev.lifeline.e2e.isolation;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CursorParts;
import dev.lifeline.e2e.kafka.EventPen;
import dev.lifeline.e2e.kafka.ScriptedRun;
import dev.lifeline.e2e.stack.GatewayFleet;
import dev.lifeline.schemas.UserKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/** Everybody looks at their events, each in some of the ways there are, drawn from a seed. */
public final class Views implements AutoCloseable {

    private static final int PER_USER = 4;

    private final List<Watch> watches;

    private Views(List<Watch> watches) {
        this.watches = List.copyOf(watches);
    }

    /**
     * Has all users look, at any of the gateways.
     *
     * @param open a run of each that has no event yet
     * @param last another run of each, in the same order, that is going to be written after all of
     *     those
     */
    public static Views open(
            GatewayFleet gateways,
            Population population,
            List<ScriptedRun> open,
            List<ScriptedRun> last,
            int seed)
            throws InterruptedException, ExecutionException {
        var anywhere = CursorParts.of(welcome(gateways, population.users().getFirst()));
        var scenes = new ArrayList<Scene>();
        for (int i = 0; i < open.size(); i++) {
            var user = open.get(i).user();
            var beginning = anywhere.inPartition(EventPen.partition(user)).atOffset(0).text();
            var past = population.runOf(user);
            scenes.add(new Scene(user, population, beginning, past, open.get(i), last.get(i)));
        }
        var watches =
                AtOnce.each(
                        scenes,
                        scene -> look(gateways, scene, Visitors.random(scene.user(), seed)));
        return new Views(watches.stream().flatMap(List::stream).toList());
    }

    /** Fails unless each look has shown just what it must; tells how much that was. */
    public Map<String, String> requireExactlyOwn() {
        int events = watches.stream().mapToInt(Watch::requireExactlyOwn).sum();
        return Map.of("streams", "" + watches.size(), "events", "" + events);
    }

    @Override
    public void close() {
        watches.forEach(watch -> watch.end().run());
    }

    private static List<Watch> look(GatewayFleet gateways, Scene scene, Random random) {
        var views = new ArrayList<>(List.of(View.values()));
        Collections.shuffle(views, random);
        return views.stream()
                .limit(PER_USER)
                .map(view ->
                        view.open(
                                new Api(
                                        gateways.uri(random.nextInt()),
                                        gateways.token(scene.user())),
                                scene))
                .toList();
    }

    private static String welcome(GatewayFleet gateways, UserKey user) {
        try (var stream = new Api(gateways.uri(0), gateways.token(user)).stream("")) {
            return stream.awaitFrame("welcome").required("cursor").asText();
        }
    }
}
