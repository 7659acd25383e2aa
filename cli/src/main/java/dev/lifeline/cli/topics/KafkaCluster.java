package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.CliFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Connects to a cluster that may still be starting. */
public final class KafkaCluster {

    private static final Duration ONE_TRY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private KafkaCluster() {}

    /**
     * An admin client of a cluster that answers.
     *
     * @param extra settings beside the address, such as credentials
     * @param patience how long a cluster may take until it answers
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
            } catch (ExecutionException | TimeoutException | KafkaException failure) {
                if (InstantSource.system().instant().isAfter(giveUpAt)) {
                    throw unreachable(bootstrapServers, patience, failure);
                }
                Thread.sleep(PAUSE);
            }
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

    private static CliFailure unreachable(
            String bootstrapServers, Duration patience, Exception failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return new CliFailure(
                "No Kafka answered at %s within %d s (%s)."
                        .formatted(bootstrapServers, patience.toSeconds(), cause.getMessage()),
                failure);
    }
}
