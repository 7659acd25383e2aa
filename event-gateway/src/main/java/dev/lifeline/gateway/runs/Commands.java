package dev.lifeline.gateway.runs;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Writes what users ask for as the records of agent.commands. */
public final class Commands {

    private final String gatewayId;
    private final Codec codec;
    private final InstantSource clock;

    public Commands(String gatewayId, Codec codec, InstantSource clock) {
        this.gatewayId = gatewayId;
        this.codec = codec;
        this.clock = clock;
    }

    /** A record to send. */
    record Command(org.apache.kafka.common.header.Headers headers, Bytes value) {}

    Command start(
            UserKey user,
            RunId runId,
            String threadId,
            RunRequest request,
            @Nullable String traceparent) {
        var previous = request.previousRunId();
        var deadline = request.deadline();
        var command =
                StartRun.newBuilder()
                        .setRunId(runId.text())
                        .setTenantId(user.tenantId())
                        .setUserId(user.userId())
                        .setAgent(request.agent())
                        .setInput(request.input())
                        .setThreadId(threadId)
                        .setPreviousRunId(previous == null ? null : previous.text())
                        .setDeadline(deadline == null ? null : deadline.toString())
                        .setAcceptedAt(now())
                        .setTraceparent(traceparent)
                        .build();
        return new Command(Headers.of(command, gatewayId), Bytes.wrap(codec.encode(command)));
    }

    Command cancel(UserKey user, RunId runId) {
        var command =
                CancelRun.newBuilder()
                        .setRunId(runId.text())
                        .setTenantId(user.tenantId())
                        .setUserId(user.userId())
                        .setReason("cancelled by the user")
                        .setAcceptedAt(now())
                        .build();
        return new Command(Headers.of(command, gatewayId), Bytes.wrap(codec.encode(command)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
