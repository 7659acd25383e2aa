package dev.lifeline.monitor.stats;

import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.RunStatus;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what each step of a run adds to its agent's counts; steps that add nothing are most. */
public final class Counting {

    private static final String OK = "OK";
    private static final String UNKNOWN = "UNKNOWN";
    private static final int MAX_NAME = 256;

    private Counting() {}

    /** What an event adds that had not been seen. */
    public static Tally event(@Nullable TrackedRun before, TrackedRun after, AgentEvent event) {
        boolean isStart = event.getType().equals(EventTypes.AGENT_STARTED);
        boolean ends = isIn(TrackedRun.ENDED, after) && !isIn(TrackedRun.ENDED, before);
        boolean fails =
                event.getToolResult() != null && !event.getToolResult().getStatus().equals(OK);
        long opened = open(after) - open(before);
        if (!isStart && !ends && !fails && opened == 0) {
            return Tally.NONE;
        }
        return new Tally(
                isStart ? 1 : 0,
                opened,
                ends ? one(outcome(after.status())) : Map.of(),
                ends ? duration(event) : Spread.NONE,
                isStart ? firstEvent(after.status()) : Spread.NONE,
                fails ? one(event.getToolResult().getToolName()) : Map.of());
    }

    /** What a command adds that is read after its run's first event. */
    public static Tally lateCommand(TrackedRun after) {
        return new Tally(0, 0, Map.of(), Spread.NONE, firstEvent(after.status()), Map.of());
    }

    private static boolean isIn(String state, @Nullable TrackedRun run) {
        return run != null && run.status().getState().equals(state);
    }

    private static long open(@Nullable TrackedRun run) {
        return isIn(TrackedRun.OPEN, run) ? 1 : 0;
    }

    private static String outcome(RunStatus row) {
        return row.getOutcome() == null ? UNKNOWN : row.getOutcome();
    }

    private static Spread duration(AgentEvent event) {
        return event.getCompleted() == null
                ? Spread.NONE
                : Spread.of(event.getCompleted().getDurationMs());
    }

    /** By two clocks, the gateway's and the executor's. */
    private static Spread firstEvent(RunStatus row) {
        return row.getAcceptedAt() == null || row.getStartedAt() == null
                ? Spread.NONE
                : Spread.of(Duration.between(row.getAcceptedAt(), row.getStartedAt()).toMillis());
    }

    private static Map<String, Long> one(String name) {
        return Map.of(name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME), 1L);
    }
}
