package dev.lifeline.monitor.stream;

import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition of {@code agent.events} has been read, and whose it is.
 *
 * @param nextOffset behind the last record read
 * @param lastRecordAt broker time of the last record read
 * @param scannedTo up to which time the deadline index holds nothing any more
 * @param wholeSince of runs from before that time, events may have been deleted before they were
 *     read
 * @param ownerSeenAt broker time of the last record that its owner wrote, null before the first
 * @param alerts the latest of each kind that has ever fired for the partition itself
 * @param epoch of the owner, 0 before the first
 * @param owner executor that owns the epoch, null while unknown
 * @param judgedBy fingerprint of the rules that the deadline index stands by
 */
record PartitionState(
        long nextOffset,
        Instant lastRecordAt,
        Instant scannedTo,
        Instant wholeSince,
        @Nullable Instant ownerSeenAt,
        List<Alert> alerts,
        long epoch,
        @Nullable String owner,
        int judgedBy) {

    PartitionState {
        alerts = List.copyOf(alerts);
    }

    static final PartitionState UNREAD =
            new PartitionState(
                    0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null, List.of(), 0, null, 0);

    /** A run's id may be older than its first event, and its maker's clock differ. */
    private static final Duration ID_SKEW = Duration.ofMinutes(6);

    /**
     * What time it is in this partition: that of the last record, or of the sample if everything
     * before it has been read. A reader that is behind, or whose samples have stopped, thus never
     * believes that silence is the partition's.
     */
    Instant now(EndOffsets.@Nullable Sample sample) {
        if (sample == null || sample.takenAt().isBefore(lastRecordAt)) {
            return lastRecordAt;
        }
        return Math.max(nextOffset, sample.first()) == sample.end()
                ? sample.takenAt()
                : lastRecordAt;
    }

    /** The rule as it stands after everything read so far. */
    OwnershipRule rule() {
        var rule = new OwnershipRule();
        if (owner != null) {
            rule.takes(epoch, owner);
        }
        return rule;
    }

    PartitionState read(long offset, Instant at) {
        var latest = at.isAfter(lastRecordAt) ? at : lastRecordAt;
        var whole = nextOffset == 0 && offset > 0 ? at.plus(ID_SKEW) : wholeSince;
        return new PartitionState(
                offset + 1, latest, scannedTo, whole, ownerSeenAt, alerts, epoch, owner, judgedBy);
    }

    /** The last record read is its owner's. */
    PartitionState ownedBy(long newEpoch, String executorId) {
        return new PartitionState(
                nextOffset,
                lastRecordAt,
                scannedTo,
                wholeSince,
                lastRecordAt,
                alerts,
                newEpoch,
                executorId,
                judgedBy);
    }

    PartitionState scanned(Instant to) {
        return new PartitionState(
                nextOffset,
                lastRecordAt,
                to,
                wholeSince,
                ownerSeenAt,
                alerts,
                epoch,
                owner,
                judgedBy);
    }

    PartitionState judgedBy(int rules) {
        return new PartitionState(
                nextOffset,
                lastRecordAt,
                scannedTo,
                wholeSince,
                ownerSeenAt,
                alerts,
                epoch,
                owner,
                rules);
    }

    PartitionState alerted(List<Alert> latest) {
        return new PartitionState(
                nextOffset,
                lastRecordAt,
                scannedTo,
                wholeSince,
                ownerSeenAt,
                latest,
                epoch,
                owner,
                judgedBy);
    }
}
