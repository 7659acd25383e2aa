package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.monitor.run.Limits;
import dev.lifeline.monitor.run.Limits.Patience;
import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.Verdicts;
import java.time.Duration;
import java.util.HashMap;

/** What runs and partitions are judged by, as configured. */
public record Rulebook(MonitorConfig config) {

    /** Within this an executor sees to the runs of another that has died. */
    private static final Duration TAKEOVER = Duration.ofSeconds(15);

    public Verdicts verdicts() {
        return new Verdicts(limits());
    }

    public PartitionTrouble trouble() {
        return new PartitionTrouble(
                config.degradedAfter(), config.maxLag(), config.executorSilence(), TAKEOVER);
    }

    private Limits limits() {
        var general =
                new Patience(config.noProgress(), config.noFirstEvent(), config.toolTimeout());
        var ofAgents = new HashMap<String, Patience>();
        config.agents().forEach((agent, own) -> ofAgents.put(agent, patience(own, general)));
        return new Limits(
                general,
                ofAgents,
                config.deadlineGrace(),
                config.orderGrace(),
                config.endedRetention(),
                config.rowRetention());
    }

    private static Patience patience(MonitorConfig.Agent own, Patience general) {
        return new Patience(
                own.noProgress().orElse(general.noProgress()),
                own.noFirstEvent().orElse(general.noFirstEvent()),
                own.toolTimeout().orElse(general.tool()));
    }
}
