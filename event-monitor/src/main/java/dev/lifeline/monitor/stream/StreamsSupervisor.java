package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.monitor.kafka.KafkaSettings;
import dev.lifeline.schemas.registry.SchemaDirectory;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the application to life once Kafka and its topics are there, samples the partitions' ends
 * while it runs, and takes it out of its group when the process ends.
 */
@Singleton
final class StreamsSupervisor {

    private static final Logger LOG = Logger.getLogger(StreamsSupervisor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    /** A scan judges by the time of the last sample: were that old, alerts would come late. */
    private static final int STEPS_IN_A_SCAN = 2;

    private final MonitorConfig config;
    private final KafkaSettings kafka;
    private final StreamsFactory factory;
    private final EndOffsetSampler sampler;
    private final SchemaDirectory schemas;
    private final Clock clock;
    private final ScheduledExecutorService steps =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("monitor-supervisor").daemon().factory());
    private @Nullable Admin admin;
    private boolean silent;
    private volatile Phase phase = new Phase.Waiting("starting");
    private volatile Instant answeredAt = Instant.EPOCH;

    StreamsSupervisor(
            MonitorConfig config,
            KafkaSettings kafka,
            StreamsFactory factory,
            EndOffsetSampler sampler,
            SchemaDirectory schemas,
            Clock clock) {
        this.config = config;
        this.kafka = kafka;
        this.factory = factory;
        this.sampler = sampler;
        this.schemas = schemas;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        LOG.infof("Monitor connects to Kafka at %s", kafka.bootstrapServers());
        long interval = Math.max(1, config.scanInterval().toMillis() / STEPS_IN_A_SCAN);
        var _ = steps.scheduleWithFixedDelay(this::step, 0, interval, TimeUnit.MILLISECONDS);
    }

    Phase phase() {
        return phase;
    }

    /** When Kafka last answered a question. */
    Instant answeredAt() {
        return answeredAt;
    }

    @PreDestroy
    void stop() throws InterruptedException {
        steps.shutdownNow();
        var ended = steps.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        var last = phase;
        phase = new Phase.Stopped();
        if (last instanceof Phase.Running running) {
            close(running.streams());
        }
        if (admin != null && ended) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private void step() {
        try {
            phase = next(phase);
            answered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            unanswered(e);
        } catch (RuntimeException e) {
            // The boundary of the supervisor's thread: whatever it was, the next step tries again.
            LOG.error("The supervisor's step failed", e);
        }
    }

    private Phase next(Phase current)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (current) {
            case Phase.Waiting waiting -> begin(waiting);
            case Phase.Running running -> watch(running);
            case Phase.Failed failed -> failed;
            case Phase.Stopped stopped -> stopped;
        };
    }

    private Phase begin(Phase.Waiting waiting)
            throws InterruptedException, ExecutionException, TimeoutException {
        var finding = TopicCheck.look(admin(), PATIENCE);
        answeredAt = clock.instant();
        return switch (finding) {
            case TopicCheck.Finding.Fit(int partitions) ->
                    schemas.notReady()
                            .<Phase>map(Phase.Waiting::new)
                            .orElseGet(() -> launch(partitions));
            case TopicCheck.Finding.Unfit(var reason) -> {
                if (!reason.equals(waiting.reason())) {
                    LOG.warnf("Not started yet: %s", reason);
                }
                yield new Phase.Waiting(reason);
            }
        };
    }

    private Phase launch(int partitions) {
        sampler.clear();
        var failures = new FailurePolicy(clock);
        try {
            var streams = factory.start(failures);
            LOG.infof("Watching the runs of %d partitions", partitions);
            return new Phase.Running(streams, failures, partitions);
        } catch (ConfigException e) {
            LOG.error("Kafka Streams refuses its configuration", e);
            return new Phase.Failed(e.toString());
        }
    }

    private Phase watch(Phase.Running running)
            throws InterruptedException, ExecutionException, TimeoutException {
        var ending = running.failures().ending();
        if (ending != null && running.streams().state() == KafkaStreams.State.ERROR) {
            close(running.streams());
            return switch (ending) {
                case FailurePolicy.Ending.TopicsGone() -> new Phase.Waiting("the topics are gone");
                case FailurePolicy.Ending.Fatal(var reason) -> new Phase.Failed(reason);
            };
        }
        sampler.sample(admin(), running.partitions(), PATIENCE);
        answeredAt = clock.instant();
        return running;
    }

    private void answered() {
        if (silent) {
            LOG.info("Kafka answers again");
            silent = false;
        }
    }

    private void unanswered(Exception failure) {
        if (!silent) {
            LOG.warnf("No answer from Kafka at %s: %s", kafka.bootstrapServers(), failure);
            silent = true;
        }
        if (phase instanceof Phase.Waiting) {
            var cause = failure.getCause() == null ? failure : failure.getCause();
            phase =
                    new Phase.Waiting(
                            "no answer from Kafka at %s (%s)"
                                    .formatted(kafka.bootstrapServers(), cause));
        }
    }

    private Admin admin() {
        var known = admin;
        if (known == null) {
            known = Admin.create(kafka.asMap());
            admin = known;
        }
        return known;
    }

    private void close(KafkaStreams streams) {
        factory.stopped();
        var leave =
                CloseOptions.timeout(CLOSE_WITHIN)
                        .withGroupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(leave)) {
            LOG.warnf("Kafka Streams did not stop within %d s", CLOSE_WITHIN.toSeconds());
        }
    }
}
