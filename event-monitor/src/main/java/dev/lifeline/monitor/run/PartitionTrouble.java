package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a partition itself is in trouble, which is one alert in place of one for each of its
 * runs: they are not judged until it is over.
 *
 * @param degradedAfter how far a partition may be judged behind the wall clock
 * @param recoveredAt how far it may be behind when that is over
 * @param executorSilence how long the owner may write nothing, not even a beat
 * @param takeover how long a new owner may take to see to the runs that it found
 */
public record PartitionTrouble(
        Duration degradedAfter, Duration recoveredAt, Duration executorSilence, Duration takeover) {

    private static final String DEGRADED = "pipeline_degraded";
    private static final String ORPHANED = "partition_without_executor";

    private static final String SPEED_UP =
            "look at the monitor's logs and at lifeline_monitor_clock_lag_seconds; it resolves when it has caught up";
    private static final String START_EXECUTORS =
            "see whether executors are ready; its runs go on as soon as one has taken the partition";

    /**
     * What is known of a partition.
     *
     * @param clock its own time
     * @param wall the monitor's
     * @param ownerSeenAt broker time of the last record that its owner wrote, null before the first
     * @param lastOffset of what has been read, -1 if nothing has
     * @param alerts the latest of each kind that has ever fired for it
     */
    public record Known(
            int partition,
            Instant clock,
            Instant wall,
            @Nullable Instant ownerSeenAt,
            long lastOffset,
            List<Alert> alerts) {}

    /** The alerts that fire now, or are resolved. */
    public List<Alert> judge(Known partition) {
        var changed = new ArrayList<Alert>();
        judgeLag(partition, changed);
        judgeOwner(partition, changed);
        return changed;
    }

    /** Whether what its runs have done, or have not, can be told. */
    public boolean mayJudgeRuns(List<Alert> alerts, Instant clock) {
        return alerts.stream().noneMatch(TrackedRun::isFiring)
                && alerts.stream()
                        .filter(alert -> alert.getKind().equals(ORPHANED))
                        .allMatch(alert -> clock.isAfter(alert.getResolvedAt().plus(takeover)));
    }

    /** With these in place of earlier ones of their kinds. */
    public static List<Alert> latest(List<Alert> alerts, List<Alert> changed) {
        var latest = new ArrayList<>(alerts);
        for (var alert : changed) {
            latest.removeIf(a -> a.getKind().equals(alert.getKind()));
            latest.add(alert);
        }
        return List.copyOf(latest);
    }

    private void judgeLag(Known partition, List<Alert> changed) {
        if (partition.lastOffset() < 0) {
            // Not read yet, since the monitor has just come: its clock has not begun.
            return;
        }
        var lag = Duration.between(partition.clock(), partition.wall());
        var known = find(partition, DEGRADED);
        if (!isFiring(known) && lag.compareTo(degradedAfter) > 0) {
            var due = partition.clock().plus(degradedAfter);
            changed.add(
                    alert(
                            partition,
                            known,
                            DEGRADED,
                            due,
                            partition.wall(),
                            "partition %d has been read only up to %s, %d s ago; its runs are not judged"
                                    .formatted(
                                            partition.partition(),
                                            partition.clock(),
                                            lag.toSeconds())));
        } else if (known != null && isFiring(known) && lag.compareTo(recoveredAt) <= 0) {
            changed.add(
                    Verdicts.resolved(
                            known, "read up to " + partition.lastOffset(), partition.wall()));
        }
    }

    private void judgeOwner(Known partition, List<Alert> changed) {
        var seenAt = partition.ownerSeenAt();
        if (seenAt == null) {
            return;
        }
        var due = seenAt.plus(executorSilence);
        boolean isSilent = !partition.clock().isBefore(due);
        var known = find(partition, ORPHANED);
        if (!isFiring(known) && isSilent) {
            changed.add(
                    alert(
                            partition,
                            known,
                            ORPHANED,
                            due,
                            partition.clock(),
                            "no executor has written to partition %d since %s; its runs stand still"
                                    .formatted(partition.partition(), seenAt)));
        } else if (known != null && isFiring(known) && !isSilent) {
            changed.add(Verdicts.resolved(known, "an executor's record at " + seenAt, seenAt));
        }
    }

    private static boolean isFiring(@Nullable Alert alert) {
        return alert != null && TrackedRun.isFiring(alert);
    }

    private static @Nullable Alert find(Known partition, String kind) {
        return partition.alerts().stream()
                .filter(alert -> alert.getKind().equals(kind))
                .findFirst()
                .orElse(null);
    }

    private static Alert alert(
            Known partition,
            @Nullable Alert previous,
            String kind,
            Instant due,
            Instant now,
            String summary) {
        int generation =
                previous == null ? 1 : AlertId.parse(previous.getAlertId()).generation() + 1;
        return Alert.newBuilder()
                .setAlertId(
                        new AlertId("partition-" + partition.partition(), kind, generation)
                                .toString())
                .setKind(kind)
                .setState(TrackedRun.FIRING)
                .setFiredAt(now)
                .setDueAt(due)
                .setSummary(summary)
                .setEvidence(evidence(partition))
                .setAction(kind.equals(DEGRADED) ? SPEED_UP : START_EXECUTORS)
                .build();
    }

    private static @Nullable Evidence evidence(Known partition) {
        return partition.lastOffset() < 0
                ? null
                : Evidence.newBuilder()
                        .setPartition(partition.partition())
                        .setOffset(partition.lastOffset())
                        .build();
    }
}
