package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.ShortDuration;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lifeline topics apply}. */
@Command(
        name = "apply",
        description = {
            "Creates the topics that are missing; may be repeated, and changes none that exist.",
            "Waits for the cluster, so that it can be started together with it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline topics apply --bootstrap-server localhost:9092",
            "  ./lifeline topics apply --bootstrap-server kafka:9093 --replication-factor 3 \\",
            "      --command-config client.properties"
        })
public final class ApplyTopicsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--bootstrap-server",
            required = true,
            paramLabel = "HOST:PORT",
            description = "The cluster.")
    private String bootstrapServer = "";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Partitions of the topics keyed by user; never changes later (default: ${DEFAULT-VALUE}).")
    private int partitions = Topics.DEFAULT_PARTITIONS;

    @Option(
            names = "--replication-factor",
            paramLabel = "R",
            description = "Replicas of each partition (default: the cluster's default).")
    private @Nullable Short replicationFactor;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Kafka client properties, such as credentials.")
    private @Nullable Path commandConfig;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = ShortDuration.class,
            description = "How long the cluster may take to answer (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ofSeconds(60);

    public ApplyTopicsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var admin = KafkaCluster.connect(bootstrapServer, extraSettings(), patience)) {
            var provisioning = new TopicProvisioning(admin, Optional.ofNullable(replicationFactor));
            report(provisioning.apply(Topics.all(partitions)));
        }
        return 0;
    }

    private void report(Set<String> created) {
        for (var topic : Topics.all(partitions)) {
            String what = created.contains(topic.name()) ? "created" : "is there";
            terminal.print(
                    "%-20s %3d partitions  %s".formatted(topic.name(), topic.partitions(), what));
        }
    }

    private Map<String, String> extraSettings() {
        if (commandConfig == null) {
            return Map.of();
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(commandConfig)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException failure) {
            throw new CliFailure(
                    "Cannot read " + commandConfig + ": " + failure.getMessage(), failure);
        }
        var settings = new TreeMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
