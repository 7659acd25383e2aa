package dev.lifeline.monitor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Every setting of the monitor; what each does is told in the module's README. */
@ConfigMapping(prefix = "lifeline.monitor")
public interface MonitorConfig {

    /** The Kafka Streams application id: group, changelog topics and transactions carry it. */
    @NotBlank
    @WithDefault("lifeline-monitor")
    String applicationId();

    /** Where this instance keeps its stores; no two instances may share it. */
    @WithDefault("${java.io.tmpdir}/lifeline-monitor")
    Path stateDir();

    /** Copies of each store kept warm on other instances. */
    @Min(0)
    @WithDefault("1")
    int standbys();

    /** How long an open run may go without an event before an alert fires. */
    @WithDefault("PT1M")
    Duration noProgress();

    /** How long an accepted run may wait for its first event before an alert fires. */
    @WithDefault("PT1M")
    Duration noFirstEvent();

    /** How long a tool may be at work before an alert fires. */
    @WithDefault("PT5M")
    Duration toolTimeout();

    /** How long an event may be missing whose successors have been read. */
    @WithDefault("PT5S")
    Duration orderGrace();

    /** Settings of single agents, by the agent's name. */
    Map<String, Agent> agents();

    /** How long after its deadline a run must have ended. */
    @WithDefault("PT5S")
    Duration deadlineGrace();

    /** How long an ended run can still be asked for. */
    @WithDefault("PT1H")
    Duration endedRetention();

    /** How long the run table has an ended run: as long as its events are kept. */
    @WithDefault("P7D")
    Duration rowRetention();

    /** How long a resolved alert can still be asked for. */
    @WithDefault("P1D")
    Duration resolvedRetention();

    /** The most ended runs, and the most resolved alerts, that this instance answers for. */
    @Min(1)
    @WithDefault("100000")
    int maxFinished();

    /** How often due runs are looked for; the ends of the partitions are asked for more often. */
    @WithDefault("PT0.25S")
    Duration scanInterval();

    /** How far a partition's clock may lag before an alert fires in place of its runs'. */
    @WithDefault("PT30S")
    Duration degradedAfter();

    /** How long a partition's executor may write nothing, not even a beat, before one fires. */
    @WithDefault("PT15S")
    Duration executorSilence();

    /** How far a partition's clock may lag, and Kafka be silent, before readiness goes red. */
    @WithDefault("PT8S")
    Duration maxLag();

    /** One agent's own settings. */
    interface Agent {

        /** In place of the general limit. */
        Optional<Duration> noProgress();

        /** In place of the general limit. */
        Optional<Duration> noFirstEvent();

        /** In place of the general limit. */
        Optional<Duration> toolTimeout();
    }
}
