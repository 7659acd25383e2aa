package dev.lifeline.executor;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** A real broker, with Lifeline's topics, for the tests of one JVM. */
public final class KafkaForTests implements QuarkusTestResourceLifecycleManager {

    static final int PARTITIONS = 3;
    static final int RUNS_PER_TENANT = 10;
    static final int WAITING_PER_TENANT_KIB = 5;

    private static final String PRIVATE_KEY = "lifeline.test.private-key";

    private @Nullable BrokerProcess broker;

    @Override
    public Map<String, String> start() {
        var started = BrokerProcess.start();
        broker = started;
        createTopics(started.bootstrapServers());
        var keys = keys();
        return Map.of(
                "lifeline.executor.kafka-patience",
                "PT30S",
                "kafka.bootstrap.servers",
                started.bootstrapServers(),
                "lifeline.executor.id",
                "executor-under-test",
                "mp.jwt.verify.publickey",
                text(keys.getPublic()),
                PRIVATE_KEY,
                text(keys.getPrivate()),
                "lifeline.executor.max-runs-per-tenant",
                Integer.toString(RUNS_PER_TENANT),
                "lifeline.executor.max-waiting-per-tenant",
                WAITING_PER_TENANT_KIB + "K",
                "lifeline.executor.model.scripted-pace",
                "PT0.001S");
    }

    /** A token of an operator, signed with the key that the service trusts. */
    static String operatorToken() {
        var key = ConfigProvider.getConfig().getValue(PRIVATE_KEY, String.class);
        try {
            return Jwt.subject("olga")
                    .issuer("https://lifeline.local")
                    .audience("lifeline")
                    .groups("lifeline-operator")
                    .expiresIn(Duration.ofMinutes(5))
                    .sign(
                            KeyFactory.getInstance("RSA")
                                    .generatePrivate(
                                            new PKCS8EncodedKeySpec(
                                                    Base64.getDecoder().decode(key))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            var keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            return keys.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** Creates the topics as provisioning does. */
    public static void createTopics(String bootstrapServers) {
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            createTopics(admin);
        }
    }

    /** As {@link #createTopics(String)}, where Kafka asks who it is. */
    public static void createTopics(Admin admin) {
        try {
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

    /** For tests in which Kafka goes away. */
    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(broker, new TestInjector.MatchesType(BrokerProcess.class));
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
