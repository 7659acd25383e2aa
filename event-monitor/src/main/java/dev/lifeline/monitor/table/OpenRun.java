package dev.lifeline.monitor.table;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The little of a run that has not ended that an overview needs. */
record OpenRun(
        String runId,
        String agent,
        String tenantId,
        String state,
        @Nullable Instant acceptedAt,
        @Nullable Instant startedAt,
        @Nullable Instant deadline,
        @Nullable Instant lastEventAt,
        int partition,
        List<String> firing) {}
