package dev.lifeline.executor;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.intake.DeadLetters;
import dev.lifeline.executor.intake.Intake;
import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.executor.run.Runs;
import dev.lifeline.executor.run.Takeover;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.registry.SchemaDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The executor's life: waits for its topics, tells what agents it has, takes commands, and on
 * SIGTERM takes no more, lets running runs end, and gives its partitions up in good order.
 */
@Singleton
public final class Executor {

    private static final Logger LOG = Logger.getLogger(Executor.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final KafkaClients kafka;
    private final Runs runs;
    private final Takeover takeover;
    private final Catalog catalog;
    private final DeadLetters deadLetters;
    private final SchemaDirectory schemas;
    private final Codec codec;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final ExecutorConfig config;
    private final String id;
    private volatile String notReady = "starting";
    private volatile boolean stopping;
    private @Nullable volatile EventLog log;
    private @Nullable volatile Intake intake;

    Executor(
            KafkaClients kafka,
            Runs runs,
            Takeover takeover,
            Catalog catalog,
            DeadLetters deadLetters,
            SchemaDirectory schemas,
            Codec codec,
            Clock clock,
            MeterRegistry metrics,
            ExecutorConfig config) {
        this.kafka = kafka;
        this.runs = runs;
        this.takeover = takeover;
        this.catalog = catalog;
        this.deadLetters = deadLetters;
        this.schemas = schemas;
        this.codec = codec;
        this.clock = clock;
        this.metrics = metrics;
        this.config = config;
        id = config.id().orElseGet(Executor::hostName);
    }

    /** The name under which this process writes. */
    public String id() {
        return id;
    }

    /** The partitions this process owns. */
    public Collection<OwnedPartition> partitions() {
        var current = log;
        return current == null ? List.of() : current.owned();
    }

    /** Why this process should be given no work, in words for an operator; empty when it should. */
    public String notReady() {
        var currentLog = log;
        var currentIntake = intake;
        if (currentLog == null || currentIntake == null || stopping) {
            return notReady;
        }
        var since = clock.instant().minus(SILENCE);
        if (currentIntake.lastPoll().isBefore(since)) {
            return "no commands could be asked for since " + currentIntake.lastPoll();
        }
        return notReady(currentLog, since);
    }

    private String notReady(EventLog current, Instant since) {
        var owned = current.owned();
        var waiting = schemas.waiting();
        if (waiting.isPresent()) {
            return "records are held back: " + waiting.get();
        }
        if (owned.size() < current.wanted()) {
            return "taking partitions: %d of %d".formatted(owned.size(), current.wanted());
        }
        if (owned.isEmpty()) {
            return "waiting for the group to assign partitions";
        }
        long silent = owned.stream().filter(p -> p.confirmedAt().isBefore(since)).count();
        return silent == 0
                ? ""
                : "%d of %d partitions: nothing written could be read back for %d s; is Kafka away?"
                        .formatted(silent, owned.size(), SILENCE.toSeconds());
    }

    void start(@Observes StartupEvent event) {
        // Kafka's classes are loaded here, which would pin a virtual thread.
        Thread.ofPlatform().name("executor-start").daemon().start(this::connect);
    }

    private void connect() {
        try {
            waitWhile(new TopicCheck(kafka)::problem);
            waitWhile(() -> schemas.notReady().orElse(""));
            notReady = "publishing the catalogue";
            catalog.publish(id, clock.instant());
            var newLog =
                    new EventLog(
                            kafka,
                            codec,
                            id,
                            clock,
                            new EventLog.Timing(
                                    config.beatInterval(),
                                    config.kafkaPatience(),
                                    config.yieldPatience()),
                            metrics,
                            this::fatal);
            log = newLog;
            intake =
                    new Intake(
                            kafka,
                            newLog,
                            runs,
                            takeover,
                            codec,
                            deadLetters,
                            clock,
                            id,
                            metrics,
                            config);
            LOG.infof("executor %s takes commands as one of group %s", id, config.group());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The boundary of the starting thread: without it, the service would wait for ever.
            fatal(e);
        }
    }

    private void waitWhile(Check check) throws InterruptedException {
        for (var problem = check.problem(); !problem.isEmpty(); problem = check.problem()) {
            if (!problem.equals(notReady)) {
                LOG.warnf("not ready: %s", problem);
            }
            notReady = problem;
            Thread.sleep(CHECK_INTERVAL);
        }
    }

    /** Says what is wrong, in words for an operator; nothing when nothing is. */
    private interface Check {
        String problem() throws InterruptedException;
    }

    /** Nothing more can be written: whoever runs this process starts it anew, from the log. */
    private void fatal(Exception failure) {
        if (!stopping) {
            LOG.errorf(failure, "cannot go on");
            notReady = "cannot go on: " + failure.getMessage();
            stopping = true;
            Quarkus.asyncExit(1);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        notReady = "stopping";
        stopping = true;
        runs.drain();
        var currentIntake = intake;
        var currentLog = log;
        if (currentIntake != null && currentLog != null) {
            currentIntake.drain();
            waitForRuns();
            currentIntake.close();
            currentLog.close();
        }
    }

    private void waitForRuns() {
        var until = clock.instant().plus(config.shutdownGrace());
        if (runs.active() > 0) {
            LOG.infof("waiting for %d runs to end", runs.active());
        }
        while (runs.active() > 0 && clock.instant().isBefore(until)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "executor";
        }
    }
}
