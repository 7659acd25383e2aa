package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.CliFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Connects to a cluster that may still be starting. */
public final class KafkaCluster {

    private static final Duration ONE_TRY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private KafkaCluster() {}

    /**
     * An admin client of a cluster that answers.
     *
     * @param extra settings beside the address, such as credentials
     * @param patience how long a cluster may take until it answers; one that refuses is not asked
     *     again
     */
    public static Admin connect(
            String bootstrapServers, Map<String, String> extra, Duration patience)
            throws InterruptedException {
        var settings = new Properties();
        settings.putAll(extra);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        Instant giveUpAt = InstantSource.system().instant().plus(patience);
        while (true) {
            try {
                return answering(settings);
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof RetriableException)) {
                    throw failed("Kafka at " + bootstrapServers + " refuses to talk", failure);
                }
                giveUpAfter(giveUpAt, bootstrapServers, patience, failure);
            } catch (TimeoutException failure) {
                giveUpAfter(giveUpAt, bootstrapServers, patience, failure);
            } catch (KafkaException failure) {
                throw failed(
                        "Kafka's client cannot start (see --bootstrap-server and --command-config)",
                        failure);
            }
            Thread.sleep(PAUSE);
        }
    }

    private static Admin answering(Properties settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        var admin = Admin.create(settings);
        try {
            admin.describeCluster().clusterId().get(ONE_TRY.toMillis(), TimeUnit.MILLISECONDS);
            return admin;
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            admin.close(Duration.ZERO);
            throw failure;
        }
    }

    private static void giveUpAfter(
            Instant limit, String bootstrapServers, Duration patience, Exception failure) {
        if (InstantSource.system().instant().isAfter(limit)) {
            throw new CliFailure(
                    """
                    No Kafka answered at %s within %d s. Does one run there? If it wants TLS or \
                    SASL, give the settings with --command-config.\
                    """
                            .formatted(bootstrapServers, patience.toSeconds()),
                    failure);
        }
    }

    /** Each reason down to the first says something of its own. */
    private static CliFailure failed(String what, Exception failure) {
        Throwable outermost = failure instanceof ExecutionException ? failure.getCause() : failure;
        String reasons =
                Stream.iterate(outermost, Objects::nonNull, Throwable::getCause)
                        .map(Throwable::getMessage)
                        .filter(Objects::nonNull)
                        .distinct()
                        .collect(Collectors.joining(": "));
        return new CliFailure(what + ": " + reasons, failure);
    }
}
