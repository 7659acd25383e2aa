package dev.lifeline.monitor.query;

import dev.lifeline.monitor.stream.Group;
import dev.lifeline.monitor.stream.UnavailableException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers for the partitions of all instances: a run's partition follows from its user, so its id
 * does not say whom to ask, and all are. The answer is whole or it is none.
 */
@Singleton
public final class Fleet {

    private final LocalRuns local;
    private final Peers peers;
    private final Group group;

    Fleet(LocalRuns local, Peers peers, Group group) {
        this.local = local;
        this.peers = peers;
        this.group = group;
    }

    /**
     * The runs that are asked for, the newest first.
     *
     * @param authorization the caller's, who must be entitled at each instance
     * @throws UnavailableException if a partition is nobody's right now
     */
    public RunPage page(RunQuery query, String authorization) throws InterruptedException {
        return whole(
                "/v1/local/runs?" + query.parameters(),
                authorization,
                () -> local.page(query),
                query.limit());
    }

    /**
     * The row of that run as its JSON, null if no instance has it.
     *
     * @throws UnavailableException if a partition is nobody's right now, and no other has the run
     */
    public byte @Nullable [] find(String runId, String authorization) throws InterruptedException {
        var own = local.find(runId);
        return own.runs().isEmpty()
                ? whole("/v1/local/runs/" + runId, authorization, () -> own, 1).only()
                : own.only();
    }

    private RunPage whole(String path, String authorization, Supplier<RunPage> own, int limit)
            throws InterruptedException {
        var asked = peers.ask(path, authorization);
        var pages = new ArrayList<RunPage>();
        pages.add(own.get());
        for (var other : asked) {
            pages.add(page(other.outcome()));
        }
        var merged = RunPage.merged(pages, limit);
        requireAll(merged);
        return merged;
    }

    private static RunPage page(Peers.Outcome outcome) {
        return switch (outcome) {
            case Peers.Outcome.Answered(var instance, var json) -> {
                try {
                    yield RunPage.parse(json);
                } catch (IOException e) {
                    throw new UnavailableException(
                            "instance %s answers what is no page of runs; is it of another release?"
                                    .formatted(instance));
                }
            }
            case Peers.Outcome.Failed failed -> throw new UnavailableException(failed.reason());
        };
    }

    private void requireAll(RunPage page) {
        List<Integer> missing =
                IntStream.range(0, group.partitions())
                        .filter(partition -> !page.partitions().contains(partition))
                        .boxed()
                        .toList();
        if (!missing.isEmpty()) {
            throw new UnavailableException(
                    "no instance answers for partitions %s; they are being moved or restored"
                            .formatted(missing));
        }
    }
}
