package dev.lifeline.gateway.log;

import dev.lifeline.schemas.Codec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to the event log, however long that takes, and watches afterwards that its records still
 * arrive: every 2 s it asks the brokers for the ends of the followed partitions.
 */
public final class LogConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogConnection.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final KafkaSettings kafka;
    private final EventLog.ReaderSettings settings;
    private final ArrivalWatch watch;
    private final BeatWatch beats;
    private final InstantSource clock;
    private final Codec codec;
    private final LogObserver observer;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("log-watch").daemon().factory());
    private volatile @Nullable EventLog log;
    private volatile String connecting = "connecting to Kafka";

    public LogConnection(
            KafkaSettings kafka,
            EventLog.ReaderSettings settings,
            Codec codec,
            InstantSource clock,
            LogObserver observer) {
        this.kafka = kafka;
        this.settings = settings;
        this.codec = codec;
        this.clock = clock;
        this.observer = observer;
        this.watch = new ArrivalWatch(clock);
        this.beats = new BeatWatch(clock);
    }

    /** Begins to connect. */
    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::turn, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The log.
     *
     * @throws LogUnavailableException while it has not been reached yet
     */
    public EventLog log() {
        var connected = log;
        if (connected == null) {
            throw new LogUnavailableException(connecting);
        }
        return connected;
    }

    /** Why the log's records do not reach this gateway now; empty while they do. */
    public Optional<String> trouble() {
        return log == null ? Optional.of(connecting) : watch.trouble();
    }

    /** The followed partitions whose owners have not been heard of lately; no reason to panic. */
    public List<Integer> withoutBeats() {
        return beats.silent();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        var connected = log;
        if (connected != null) {
            connected.close();
        }
    }

    private void turn() {
        try {
            var connected = log;
            if (connected == null) {
                connected = connect();
                log = connected;
            }
            look(connected);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // The thread's boundary: the next turn tries again, and health says why it has to.
            report(reason(e));
        }
    }

    private EventLog connect() throws InterruptedException, ExecutionException, TimeoutException {
        var admin = new LogAdmin(Admin.create(kafka.admin()));
        try {
            var identity = admin.identity().get(kafka.timeout().toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("connected log={} partitions={}", identity.topicId(), identity.partitions());
            return new EventLog(identity, admin, kafka, settings, codec, observer);
        } catch (InterruptedException
                | ExecutionException
                | TimeoutException
                | RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    private void look(EventLog connected)
            throws InterruptedException, ExecutionException, TimeoutException {
        long patience = kafka.timeout().toMillis();
        connected.followAny().get(patience, TimeUnit.MILLISECONDS);
        beats.look(connected.followed());
        observer.withoutBeats(beats.silent().size());
        var flowing = connected.flowing();
        var partitions = flowing.stream().map(Feed::partition).toList();
        var ends = connected.admin().ends(partitions).get(patience, TimeUnit.MILLISECONDS);
        watch.sampled(ends, flowing);
        connected.leaveIdle(clock.millis());
    }

    private void report(String reason) {
        if (!reason.equals(connecting)) {
            LOG.warn("Kafka cannot be read: {}", reason);
        }
        connecting = reason;
    }

    private static String reason(Throwable error) {
        var cause =
                error instanceof ExecutionException && error.getCause() != null
                        ? error.getCause()
                        : error;
        var message = cause.getMessage();
        return cause instanceof LogUnavailableException && message != null
                ? message
                : "Kafka cannot be reached (%s)".formatted(message == null ? cause : message);
    }
}
