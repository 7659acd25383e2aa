package dev.lifeline.monitor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    /** Where other instances reach this one, as host:port; found out where it is not said. */
    Optional<String> advertisedAddress();

    /** How instances call each other: http, or https where they are served by TLS. */
    @Pattern(regexp = "https?", message = "must be http or https")
    @WithDefault("http")
    String advertisedScheme();

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

    /** Times of maintenance, each under a name, in which nothing fires for some runs. */
    Map<String, Suppress> suppress();

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

    /** The most resolved alerts that this instance answers for. */
    @Min(1)
    @WithDefault("100000")
    int maxFinished();

    /** How often statistics of a minute that is changing are written. */
    @WithDefault("PT2S")
    Duration statsInterval();

    /** How long a minute's statistics can be corrected after their last change. */
    @WithDefault("PT1H")
    Duration statsRetention();

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

    /** What a backfill re-reads; without a meaning to the service itself. */
    Backfill backfill();

    /** A part of the log that is to be judged anew. */
    interface Backfill {

        /** Broker time of the first record that is read. */
        Optional<Instant> from();

        /** Broker time before which reading ends; in place of what was there at the start. */
        Optional<Instant> to();

        /** What the topics' names end in that it writes to. */
        @Pattern(
                regexp = "[a-zA-Z0-9._-]{1,100}",
                message = "letters, digits, '.', '_' and '-' only, at most 100")
        @WithDefault("backfill")
        String name();
    }

    /** A time of maintenance, for an agent's runs, a tenant's, or all. */
    interface Suppress {

        /** Whose runs; all agents' if absent. */
        Optional<String> agent();

        /** Whose runs; all tenants' if absent. */
        Optional<String> tenant();

        /** When it begins. */
        Instant from();

        /** When what is still wrong fires. */
        Instant until();
    }

    /** Who is told of alerts. */
    Webhook webhook();

    /** A receiver of the operator's that is told of each alert over HTTP. */
    interface Webhook {

        /** Where to send alerts; nothing is sent where it is not said. */
        Optional<URI> url();

        /** Whether the address may be unencrypted where it is not this host's own. */
        @WithDefault("false")
        boolean allowHttp();

        /** What the receiver understands. */
        @WithDefault("lifeline")
        WebhookFormat format();

        /** Requests are signed with it. */
        Optional<String> secret();

        /** And with this one, while secrets are being changed. */
        Optional<String> secondSecret();

        /** The consumer group that remembers what has been sent; by default the application's. */
        Optional<String> group();

        /** How long an attempt may take. */
        @WithDefault("PT10S")
        Duration timeout();

        /** The longest pause between two attempts. */
        @WithDefault("PT1M")
        Duration longestWait();

        /** How often firing alerts are repeated to a receiver that forgets. */
        @WithDefault("PT1M")
        Duration resend();
    }

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
