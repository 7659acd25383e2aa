package dev.lifeline.e2e.isolation;

import dev.lifeline.e2e.kafka.EventPen;
import dev.lifeline.e2e.kafka.EventPen.Written;
import dev.lifeline.e2e.kafka.ScriptedRun;
import dev.lifeline.schemas.UserKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Users, and everything that is in the log in their names. Nobody reads while it writes. */
public final class Population {

    private final EventPen pen;
    private final List<UserKey> users;
    private final Map<UserKey, List<Written>> written = new HashMap<>();

    public Population(EventPen pen, List<UserKey> users) {
        this.pen = pen;
        this.users = List.copyOf(users);
    }

    public List<UserKey> users() {
        return users;
    }

    /** A new run of each user, of which the log has no more than the command. */
    public List<ScriptedRun> order() {
        var runs = users.stream().map(ScriptedRun::of).toList();
        runs.forEach(pen::order);
        return runs;
    }

    /** Writes all events of these runs. */
    public void write(List<ScriptedRun> runs, int events) {
        for (var run : runs) {
            // What a run says names its user, so that a payload in wrong hands is seen as well.
            written.computeIfAbsent(run.user(), _ -> new ArrayList<>())
                    .addAll(pen.write(run.events(events, run.user().text())));
        }
    }

    /** The first run that was written for that user. */
    public ScriptedRun runOf(UserKey user) {
        return new ScriptedRun(user, eventsOf(user).getFirst().event().getRunId());
    }

    /** The ids of a user's events from an offset on. */
    public List<String> eventsFrom(UserKey user, long offset) {
        return eventsOf(user).stream()
                .filter(w -> w.offset() >= offset)
                .map(w -> w.event().getId())
                .toList();
    }

    /** The ids of a run's events. */
    public List<String> eventsOf(ScriptedRun run) {
        return eventsOf(run.user()).stream()
                .filter(w -> w.event().getRunId().equals(run.runId()))
                .map(w -> w.event().getId())
                .toList();
    }

    /** Somebody else; as often as not one whose events are in the same partition. */
    public UserKey somebodyElse(UserKey user, Random random) {
        boolean near = random.nextBoolean();
        var others =
                users.stream()
                        .filter(other -> !other.equals(user))
                        .filter(other ->
                                !near || EventPen.partition(other) == EventPen.partition(user))
                        .toList();
        return others.get(random.nextInt(others.size()));
    }

    private List<Written> eventsOf(UserKey user) {
        return written.getOrDefault(user, List.of());
    }
}
