package dev.lifeline.gateway.runs;

import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.StartRun;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which conversation a run goes on with: that of the run before it. */
public final class Threads {

    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private final RunLookup lookup;
    private final Codec codec;

    public Threads(RunLookup lookup, Codec codec) {
        this.lookup = lookup;
        this.codec = codec;
    }

    /**
     * The conversation of a user's run that is the one before another.
     *
     * <p>Its command says so as soon as it is accepted, so nobody has to wait for anything.
     */
    CompletableFuture<String> of(EventLog log, UserKey user, RunId previous) {
        return lookup.find(log, user, previous)
                .thenApply(found ->
                        found.flatMap(this::thread)
                                .orElseThrow(() -> Problems.unknownPreviousRun(previous.text())));
    }

    private Optional<String> thread(RunTrace trace) {
        return switch (trace) {
            case RunTrace.Asked asked -> threadOf(asked.command().value());
            case RunTrace.Begun begun ->
                    begun.first().reading() instanceof Reading.Event event
                            ? EventFields.text(event, "threadId")
                            : Optional.empty();
        };
    }

    private Optional<String> threadOf(byte[] command) {
        try {
            return Optional.of(codec.decode(command, StartRun.class).getThreadId());
        } catch (UndecodableException e) {
            LOG.warn("the command of a previous run cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
