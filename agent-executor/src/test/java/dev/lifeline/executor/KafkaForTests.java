package dev.lifeline.executor;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** A real broker, with Lifeline's topics, for the tests of one JVM. */
public final class KafkaForTests implements QuarkusTestResourceLifecycleManager {

    static final int PARTITIONS = 3;

    private @Nullable BrokerProcess broker;

    @Override
    public Map<String, String> start() {
        var started = BrokerProcess.start();
        broker = started;
        createTopics(started.bootstrapServers());
        return Map.of(
                "kafka.bootstrap.servers",
                started.bootstrapServers(),
                "lifeline.executor.id",
                "executor-under-test",
                "mp.jwt.verify.publickey",
                publicKey(),
                "lifeline.executor.model.scripted-pace",
                "PT0.001S");
    }

    private static String publicKey() {
        try {
            var keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(keys.generateKeyPair().getPublic().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates the topics as provisioning does. */
    public static void createTopics(String bootstrapServers) {
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            var topics =
                    Topics.all(PARTITIONS).stream()
                            .map(t ->
                                    new NewTopic(t.name(), t.partitions(), (short) 1)
                                            .configs(t.settings()))
                            .toList();
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
