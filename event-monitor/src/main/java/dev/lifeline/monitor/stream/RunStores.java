package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.TrackedRun;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.query.StateQueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * The runs of the partitions that are this instance's own, as of the latest commit, finished or
 * just being made. A partition that is moving or being restored does not answer, and standbys do
 * not either.
 */
@Singleton
public final class RunStores {

    private final Group group;

    RunStores(Group group) {
        this.group = group;
    }

    /** Its runs from that id on, or from the newest, back in time. */
    public NewestRuns newestFirst(@Nullable String from) {
        RangeQuery<String, TrackedRun> range =
                from == null ? RangeQuery.withNoBounds() : RangeQuery.withUpperBound(from);
        var opened = new HashMap<Integer, KeyValueIterator<String, TrackedRun>>();
        ask(range.withDescendingKeys())
                .getPartitionResults()
                .forEach((partition, answer) -> {
                    if (answer.isSuccess()) {
                        opened.put(partition, answer.getResult());
                    }
                });
        return new NewestRuns(opened);
    }

    /** What each partition that answers has under that id: mostly nothing. */
    public Map<Integer, Optional<TrackedRun>> find(String runId) {
        // Without the cache, a run is found here exactly when it is found in a list.
        var answers = ask(KeyQuery.<String, TrackedRun>withKey(runId).skipCache());
        var found = new HashMap<Integer, Optional<TrackedRun>>();
        answers.getPartitionResults()
                .forEach((partition, answer) -> {
                    if (answer.isSuccess()) {
                        found.put(partition, Optional.ofNullable(answer.getResult()));
                    }
                });
        return found;
    }

    private <R> StateQueryResult<R> ask(Query<R> query) {
        var request =
                StateQueryRequest.inStore(PartitionTask.RUNS)
                        .withQuery(query)
                        .withAllPartitions()
                        .requireActive();
        try {
            return group.streams().query(request);
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw new UnavailableException("Kafka Streams is not running: " + e.getMessage());
        }
    }
}
