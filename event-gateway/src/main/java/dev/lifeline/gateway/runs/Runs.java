package dev.lifeline.gateway.runs;

import dev.lifeline.gateway.catalog.Agent;
import dev.lifeline.gateway.catalog.Catalog;
import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.Feed;
import dev.lifeline.gateway.log.Position;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Accepts what users ask for: accepted is what the brokers have acknowledged, and nothing else. */
public final class Runs {

    private final Catalog catalog;
    private final CommandSender sender;
    private final CommandTracing tracing;
    private final RunLookup lookup;
    private final Threads threads;
    private final Commands commands;
    private final Supplier<RunId> ids;
    private final Duration patience;

    public Runs(
            Catalog catalog,
            CommandSender sender,
            CommandTracing tracing,
            RunLookup lookup,
            Threads threads,
            Commands commands,
            Supplier<RunId> ids,
            Duration patience) {
        this.catalog = catalog;
        this.sender = sender;
        this.tracing = tracing;
        this.lookup = lookup;
        this.threads = threads;
        this.commands = commands;
        this.ids = ids;
        this.patience = patience;
    }

    /**
     * A run that has been accepted.
     *
     * @param cursor a place before its first event
     */
    public record Accepted(RunId runId, Cursor cursor) {}

    /**
     * Starts a run; the same runId again answers the run that is there.
     *
     * @param trace that the call belongs to
     */
    public CompletableFuture<Accepted> start(
            EventLog log, UserKey user, RunRequest request, Context trace) {
        requireAgent(request.agent());
        var given = request.runId();
        if (given == null) {
            return sendNew(log, user, ids.get(), request, trace);
        }
        return lookup.begin(log, user, given)
                .thenCompose(begin ->
                        begin.isPresent()
                                ? again(log, user, given, begin.getAsLong())
                                : sendNew(log, user, given, request, trace));
    }

    /** Asks for the end of a run; harmless when it has ended. */
    public CompletableFuture<Void> cancel(EventLog log, UserKey user, RunId runId) {
        return lookup.begin(log, user, runId)
                .thenCompose(begin -> {
                    if (begin.isEmpty()) {
                        throw Problems.unknownRun(runId.text());
                    }
                    return sendCancel(log, user, runId);
                });
    }

    private static CompletableFuture<Accepted> again(
            EventLog log, UserKey user, RunId runId, long begin) {
        int partition = partition(log, user);
        return log.history()
                .place(partition, begin)
                .thenApply(at -> accepted(log, partition, runId, at));
    }

    private CompletableFuture<Accepted> sendNew(
            EventLog log, UserKey user, RunId runId, RunRequest request, Context trace) {
        return thread(log, user, runId, request)
                .thenCompose(thread -> sendNew(log, user, runId, thread, request, trace));
    }

    /** The one given, or the previous run's; a run that goes on with nothing begins its own. */
    private CompletableFuture<String> thread(
            EventLog log, UserKey user, RunId runId, RunRequest request) {
        var given = request.threadId();
        var previous = request.previousRunId();
        if (given == null && previous != null) {
            return threads.of(log, user, previous);
        }
        return CompletableFuture.completedFuture(given == null ? runId.text() : given);
    }

    /** The cursor is taken before the command is sent, and so lies before the first event. */
    private CompletableFuture<Accepted> sendNew(
            EventLog log,
            UserKey user,
            RunId runId,
            String thread,
            RunRequest request,
            Context trace) {
        int partition = partition(log, user);
        return log.feed(partition)
                .thenApply(Feed::end)
                .thenCompose(at -> {
                    var sending = tracing.begin(trace, runId, partition);
                    var command =
                            commands.start(user, runId, thread, request, sending.traceparent());
                    return send(user, partition, runId, command)
                            .whenComplete((v, e) -> sending.end(e))
                            .thenApply(v -> accepted(log, partition, runId, at));
                });
    }

    private CompletableFuture<Void> sendCancel(EventLog log, UserKey user, RunId runId) {
        return send(user, partition(log, user), runId, commands.cancel(user, runId));
    }

    /** Whether a command that fails was taken is not known: the caller is told how to be sure. */
    private CompletableFuture<Void> send(
            UserKey user, int partition, RunId runId, Commands.Command command) {
        return sender.send(user, partition, command.headers(), command.value().get())
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(e ->
                        CompletableFuture.failedFuture(Problems.commandNotTaken(runId.text())));
    }

    private void requireAgent(String name) {
        if (catalog.agent(name).isPresent()) {
            return;
        }
        var known = catalog.agents().stream().map(Agent::name).toList();
        throw known.isEmpty() ? Problems.noAgentsYet() : Problems.unknownAgent(name, known);
    }

    private static int partition(EventLog log, UserKey user) {
        return user.partition(log.identity().partitions());
    }

    private static Accepted accepted(EventLog log, int partition, RunId runId, Position at) {
        return new Accepted(runId, log.cursor(partition, at));
    }
}
