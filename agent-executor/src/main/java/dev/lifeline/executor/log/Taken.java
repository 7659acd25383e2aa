package dev.lifeline.executor.log;

import java.util.List;
import java.util.Set;

/**
 * A partition that has just been taken, with what its earlier owners left there.
 *
 * @param openRuns begun and not ended
 * @param startedRuns every run that recent commands have started, so that none starts twice
 */
public record Taken(OwnedPartition owned, List<OpenRun> openRuns, Set<String> startedRuns) {

    public Taken {
        openRuns = List.copyOf(openRuns);
        startedRuns = Set.copyOf(startedRuns);
    }
}
