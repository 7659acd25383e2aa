package dev.lifeline.cli.monitor;

import dev.lifeline.cli.stack.RunningStack;
import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.topics.CommandConfig;
import dev.lifeline.cli.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lifeline monitor backfill}: runs the monitor's own job, with its settings. */
@Command(
        name = "backfill",
        description = {
            "Judges the past anew: reads commands and events again, with the log's own clock,",
            "and writes what the monitor says of them to agent.alerts.NAME and agent.runs.NAME.",
            "The same log gives the same records, byte for byte. Nothing else is changed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline monitor backfill --from 2026-11-24T08:00:00Z",
            "  ./lifeline monitor backfill --from 6h --name before-the-fix \\",
            "      --bootstrap-server kafka:9093 --command-config client.properties",
            "",
            "The monitor's settings are taken from the environment, as the service takes them:",
            "  LIFELINE_MONITOR_NO_PROGRESS=PT30S ./lifeline monitor backfill --from 7d"
        })
public final class BackfillCommand implements Callable<Integer> {

    private static final Path JAR = Path.of("event-monitor/target/quarkus-app/quarkus-run.jar");

    private final Workspace workspace;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            converter = PastTime.class,
            description = "From when on: a time, or how long ago, such as 6h.")
    private Instant from = Instant.EPOCH;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = PastTime.class,
            description = "Until when (default: all that is there when it starts).")
    private @Nullable Instant to;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "backfill",
            description = "What the topics' names end in (default: ${DEFAULT-VALUE}).")
    private String name = "backfill";

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "The cluster (default: the running local stack's).")
    private @Nullable String bootstrapServer;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Kafka client properties, such as those for TLS and SASL.")
    private @Nullable Path commandConfig;

    public BackfillCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var process =
                new ProcessBuilder(java.toString(), "-jar", jar().toString(), "backfill")
                        .inheritIO();
        describe(process.environment());
        return process.start().waitFor();
    }

    private void describe(Map<String, String> environment) {
        if (commandConfig != null) {
            new CommandConfig(commandConfig)
                    .settings()
                    .forEach((key, value) -> environment.put(variable("kafka." + key), value));
        }
        environment.put(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServer == null
                        ? new RunningStack(workspace).bootstrapServers()
                        : bootstrapServer);
        environment.put("LIFELINE_MONITOR_BACKFILL_FROM", from.toString());
        if (to != null) {
            environment.put("LIFELINE_MONITOR_BACKFILL_TO", to.toString());
        }
        environment.put("LIFELINE_MONITOR_BACKFILL_NAME", name);
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private Path jar() {
        var jar = workspace.root().resolve(JAR);
        if (!Files.exists(jar)) {
            throw new CliFailure(
                    "The monitor is not built: %s is missing. ./lifeline builds it; or run ./mvnw package"
                            .formatted(jar));
        }
        return jar;
    }
}
