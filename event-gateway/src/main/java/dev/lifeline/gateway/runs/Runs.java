package dev.lifeline.gateway.runs;

import dev.lifeline.gateway.catalog.Agent;
import dev.lifeline.gateway.catalog.Catalog;
import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.Feed;
import dev.lifeline.gateway.log.Position;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepts what users ask for: accepted is what the brokers have acknowledged, and nothing else. */
public final class Runs {

    private final Catalog catalog;
    private final CommandSender sender;
    private final CommandTracing tracing;
    private final RunLookup lookup;
    private final Supplier<RunId> ids;
    private final InstantSource clock;
    private final String gatewayId;
    private final Duration patience;
    private final Codec codec;

    public Runs(
            Catalog catalog,
            CommandSender sender,
            CommandTracing tracing,
            RunLookup lookup,
            Supplier<RunId> ids,
            InstantSource clock,
            String gatewayId,
            Duration patience,
            Codec codec) {
        this.catalog = catalog;
        this.sender = sender;
        this.tracing = tracing;
        this.lookup = lookup;
        this.ids = ids;
        this.clock = clock;
        this.gatewayId = gatewayId;
        this.patience = patience;
        this.codec = codec;
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
        int partition = user.partition(log.identity().partitions());
        var given = request.runId();
        if (given == null) {
            return sendNew(log, user, partition, ids.get(), request, trace);
        }
        return lookup.begin(log, user, given)
                .thenCompose(begin ->
                        begin.isPresent()
                                ? again(log, partition, given, begin.getAsLong())
                                : sendNew(log, user, partition, given, request, trace));
    }

    /** Asks for the end of a run; harmless when it has ended. */
    public CompletableFuture<Void> cancel(EventLog log, UserKey user, RunId runId) {
        return lookup.begin(log, user, runId)
                .thenCompose(begin -> {
                    if (begin.isEmpty()) {
                        throw Problems.unknownRun(runId.text());
                    }
                    return send(log, user, cancelCommand(user, runId));
                });
    }

    private CompletableFuture<Accepted> again(
            EventLog log, int partition, RunId runId, long begin) {
        return log.history()
                .place(partition, begin)
                .thenApply(at -> new Accepted(runId, log.cursor(partition, at)));
    }

    /** The cursor is taken before the command is sent, and so lies before the first event. */
    private CompletableFuture<Accepted> sendNew(
            EventLog log,
            UserKey user,
            int partition,
            RunId runId,
            RunRequest request,
            Context trace) {
        return log.feed(partition)
                .thenApply(Feed::end)
                .thenCompose(at -> {
                    var sending = tracing.begin(trace, runId, partition);
                    var command = startCommand(user, runId, request, sending.traceparent());
                    var headers = Headers.of(command, gatewayId);
                    return sender.send(user, partition, headers, codec.encode(command))
                            .whenComplete((v, e) -> sending.end(e))
                            .thenApply(v -> accepted(log, partition, runId, at));
                });
    }

    private CompletableFuture<Void> send(EventLog log, UserKey user, CancelRun command) {
        var headers = Headers.of(command, gatewayId);
        return send(log, user, command.getRunId(), headers, codec.encode(command));
    }

    /** Whether a command that fails was taken is not known: the caller is told how to be sure. */
    private CompletableFuture<Void> send(
            EventLog log,
            UserKey user,
            String runId,
            org.apache.kafka.common.header.Headers headers,
            byte[] command) {
        int partition = user.partition(log.identity().partitions());
        return sender.send(user, partition, headers, command)
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(
                        e -> CompletableFuture.failedFuture(Problems.commandNotTaken(runId)));
    }

    private void requireAgent(String name) {
        if (catalog.agent(name).isPresent()) {
            return;
        }
        var known = catalog.agents().stream().map(Agent::name).toList();
        throw known.isEmpty() ? Problems.noAgentsYet() : Problems.unknownAgent(name, known);
    }

    private StartRun startCommand(
            UserKey user, RunId runId, RunRequest request, @Nullable String traceparent) {
        var thread = request.threadId();
        var previous = request.previousRunId();
        var deadline = request.deadline();
        return StartRun.newBuilder()
                .setRunId(runId.text())
                .setTenantId(user.tenantId())
                .setUserId(user.userId())
                .setAgent(request.agent())
                .setInput(request.input())
                .setThreadId(thread == null ? runId.text() : thread)
                .setPreviousRunId(previous == null ? null : previous.text())
                .setDeadline(deadline == null ? null : deadline.toString())
                .setAcceptedAt(now())
                .setTraceparent(traceparent)
                .build();
    }

    private CancelRun cancelCommand(UserKey user, RunId runId) {
        return CancelRun.newBuilder()
                .setRunId(runId.text())
                .setTenantId(user.tenantId())
                .setUserId(user.userId())
                .setReason("cancelled by the user")
                .setAcceptedAt(now())
                .build();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Accepted accepted(EventLog log, int partition, RunId runId, Position at) {
        return new Accepted(runId, log.cursor(partition, at));
    }
}
