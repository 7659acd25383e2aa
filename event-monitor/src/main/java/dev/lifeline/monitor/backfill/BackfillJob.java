package dev.lifeline.monitor.backfill;

import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.monitor.kafka.KafkaSettings;
import dev.lifeline.monitor.stream.Rulebook;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.registry.SchemaDirectory;
import dev.lifeline.schemas.registry.SchemaSettings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;

/** A backfill as a process of its own, with the service's settings and nothing else of it. */
public final class BackfillJob {

    private static final String DEFAULTS = "application.properties";
    private static final int BELOW_THE_ENVIRONMENT = 250;
    private static final Duration SCHEMAS_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param err takes what went wrong
     */
    public BackfillJob(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Does it.
     *
     * @return the process's exit code
     */
    public int run() {
        logTroubleOnly();
        try {
            backfill();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("The backfill was interrupted.");
        } catch (ExecutionException e) {
            err.println("Kafka refuses: " + e.getCause());
        } catch (BackfillException | ConfigValidationException | KafkaException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("The settings cannot be read: " + e.getMessage());
        }
        return 1;
    }

    private static void logTroubleOnly() {
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new ConsoleHandler());
        root.setLevel(Level.WARNING);
    }

    private void backfill() throws IOException, InterruptedException, ExecutionException {
        var all = settings();
        var config = all.getConfigMapping(MonitorConfig.class);
        var request = request(config);
        var kafka = new KafkaSettings(all);
        var clock = Clock.systemUTC();
        try (var schemas =
                new SchemaDirectory(
                        SchemaSettings.from(name -> all.getOptionalValue(name, String.class)),
                        kafka.asMap(),
                        List.of(RunStatus.getClassSchema(), Alert.getClassSchema()),
                        clock)) {
            awaitReady(schemas, clock);
            out.printf(
                    "Judging anew, from %s to %s, on %s; written to topics that end in .%s%n",
                    request.from(),
                    request.to().map(Instant::toString).orElse("now"),
                    kafka.bootstrapServers(),
                    request.name());
            var rules = new Rulebook(config);
            new Backfill(
                            request,
                            kafka.asMap(),
                            new Codec(schemas),
                            new Backfill.Rules(
                                    config.applicationId(),
                                    rules.verdicts(),
                                    rules.trouble(),
                                    config.scanInterval()),
                            out)
                    .run();
            out.println("Done.");
        }
    }

    private static Request request(MonitorConfig config) {
        var part = config.backfill();
        var from =
                part.from()
                        .orElseThrow(() ->
                                new BackfillException(
                                        "Say from when on: lifeline.monitor.backfill.from=2026-01-31T12:00:00Z (or LIFELINE_MONITOR_BACKFILL_FROM)",
                                        null));
        return new Request(from, part.to(), part.name());
    }

    private static void awaitReady(SchemaDirectory schemas, Clock clock)
            throws InterruptedException {
        var until = clock.instant().plus(SCHEMAS_WITHIN);
        for (var why = schemas.notReady(); why.isPresent(); why = schemas.notReady()) {
            if (clock.instant().isAfter(until)) {
                throw new BackfillException(why.get(), null);
            }
            Thread.sleep(PAUSE);
        }
    }

    /** As the service reads them: the environment, and what its jar brings. */
    private static SmallRyeConfig settings() throws IOException {
        var defaults =
                Objects.requireNonNull(BackfillJob.class.getClassLoader().getResource(DEFAULTS));
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(defaults, BELOW_THE_ENVIRONMENT))
                .withConverter(Path.class, 1, Path::of)
                .withMapping(MonitorConfig.class)
                .build();
    }
}
