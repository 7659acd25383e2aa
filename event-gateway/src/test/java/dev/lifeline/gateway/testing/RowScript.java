package dev.lifeline.gateway.testing;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.RunStatus;
import java.time.Instant;

/** Rows of the run table, as the monitor would write them. */
public record RowScript(UserKey user, RunId run) {

    /** Of a run that is accepted now. */
    public static RowScript of(UserKey user) {
        return new RowScript(user, new RunId(UuidCreator.getTimeOrderedEpochPlus1().toString()));
    }

    /** Of a run that was accepted then. */
    public static RowScript of(UserKey user, Instant then) {
        return new RowScript(user, new RunId(UuidCreator.getTimeOrderedEpochMin(then).toString()));
    }

    public RunStatus open() {
        return row().setState("OPEN").setLastSequence(3).build();
    }

    public RunStatus ended() {
        return row().setState("ENDED").setOutcome("SUCCEEDED").setLastSequence(9).build();
    }

    private RunStatus.Builder row() {
        return RunStatus.newBuilder()
                .setRunId(run.text())
                .setTenantId(user.tenantId())
                .setUserId(user.userId())
                .setAgent("researcher")
                .setThreadId(run.text())
                .setPartition(Pen.partition(user));
    }
}
