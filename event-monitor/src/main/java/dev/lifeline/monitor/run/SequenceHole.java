package dev.lifeline.monitor.run;

import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events of a run have not been seen, though later ones have. */
record SequenceHole(Limits limits) implements Detector {

    @Override
    public AlertKind kind() {
        return AlertKind.SEQUENCE_HOLE;
    }

    @Override
    public @Nullable Instant due(TrackedRun run) {
        var since = run.numbering().brokenAt();
        return since == null || CompletedWithoutStart.applies(run)
                ? null
                : since.plus(limits.orderGrace());
    }

    @Override
    public String summary(TrackedRun run) {
        return "%s: the log lacks event %s of this run; the last seen is %d"
                .formatted(
                        run.status().getAgent(),
                        run.numbering().missing().stream()
                                .map(Numbering.Range::toString)
                                .collect(Collectors.joining(", ")),
                        run.numbering().highest());
    }
}
