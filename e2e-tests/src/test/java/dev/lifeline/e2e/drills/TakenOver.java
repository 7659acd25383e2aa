package dev.lifeline.e2e.drills;

import static java.util.Comparator.naturalOrder;

import dev.lifeline.e2e.kafka.EventTail.Logged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of the runs of an executor that died.
 *
 * @param inFlight runs that it was at
 * @param takenOver of these, those that another executor went on with or ended
 * @param lost of these, those that ended as lost
 * @param last from its death to the first event of the last one taken over
 */
public record TakenOver(int inFlight, int takenOver, int lost, Duration last) {

    /** Reads it off the histories of runs that have all ended. */
    public static TakenOver from(String executorId, Instant death, List<List<Logged>> runs) {
        var inFlight = runs.stream().filter(run -> wasAt(executorId, death, run)).toList();
        var taken =
                inFlight.stream().filter(run -> run.getLast().event().getAttempt() > 1).toList();
        return new TakenOver(
                inFlight.size(),
                taken.size(),
                (int) taken.stream().filter(TakenOver::isLost).count(),
                taken.stream()
                        .map(run -> Duration.between(death, takeover(run)))
                        .max(naturalOrder())
                        .orElse(Duration.ZERO));
    }

    /** All of them together; the longest wait. */
    public static TakenOver sum(List<TakenOver> all) {
        return all.stream()
                .reduce(
                        new TakenOver(0, 0, 0, Duration.ZERO),
                        (a, b) ->
                                new TakenOver(
                                        a.inFlight + b.inFlight,
                                        a.takenOver + b.takenOver,
                                        a.lost + b.lost,
                                        a.last.compareTo(b.last) > 0 ? a.last : b.last));
    }

    private static boolean wasAt(String executorId, Instant death, List<Logged> run) {
        var before = run.stream().filter(logged -> !logged.at().isAfter(death)).toList();
        return !before.isEmpty()
                && before.getLast().event().getExecutorId().equals(executorId)
                && !before.getLast().is("agent_completed");
    }

    private static Instant takeover(List<Logged> run) {
        return run.stream()
                .filter(logged -> logged.event().getAttempt() > 1)
                .findFirst()
                .orElseThrow()
                .at();
    }

    private static boolean isLost(List<Logged> run) {
        return run.getLast().event().getCompleted().getOutcome().equals("LOST");
    }

    @Override
    public String toString() {
        return "%d in flight, %d taken over, %d of them lost, the last after %d ms"
                .formatted(inFlight, takenOver, lost, last.toMillis());
    }
}
