package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.ShortDuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of plan and apply: which cluster, and what is asked of its topics. */
final class TopicOptions {

    @Option(
            names = "--bootstrap-server",
            required = true,
            paramLabel = "HOST:PORT",
            description = "The cluster; several brokers with commas in between.")
    private String bootstrapServer = "";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Kafka client properties, such as those for TLS and SASL.")
    private @Nullable Path commandConfig;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = ShortDuration.class,
            description =
                    "How long a cluster that is just starting may take to answer (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ofSeconds(10);

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Partitions of the topics keyed by user, which never change (default: as many as they have; 48 where there are none).")
    private @Nullable Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "R",
            description =
                    "Replicas of each partition (default: 3, or one per broker where there are fewer). From 3 on, min.insync.replicas is 2, else 1.")
    private @Nullable Integer replicationFactor;

    @Option(
            names = "--retention",
            paramLabel = "TOPIC=DURATION",
            converter = TopicRetention.Reader.class,
            description =
                    "How long to keep a topic's records, where that is not Lifeline's own time, such as agent.events=30d or agent.events=forever; may be repeated.")
    private List<TopicRetention> retentions = List.of();

    Admin connect() throws InterruptedException {
        Map<String, String> settings =
                commandConfig == null ? Map.of() : new CommandConfig(commandConfig).settings();
        return KafkaCluster.connect(bootstrapServer, settings, patience);
    }

    TopicRequest request() {
        return new TopicRequest(
                Optional.ofNullable(partitions),
                Optional.ofNullable(replicationFactor),
                retentions);
    }
}
