package dev.lifeline.monitor.api;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.monitor.fixture.Cluster;
import dev.lifeline.monitor.fixture.Tokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real broker with the product's topics, and a key pair, for the monitor under test. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable BrokerProcess broker;

    @Override
    public Map<String, String> start() {
        var started = BrokerProcess.start();
        broker = started;
        new Cluster(started.bootstrapServers()).createTopics();
        try {
            var directory = Files.createTempDirectory("lifeline-monitor-test");
            var settings = new HashMap<String, String>();
            settings.put("kafka.bootstrap.servers", started.bootstrapServers());
            settings.put("lifeline.monitor.state-dir", directory.resolve("state").toString());
            settings.put(
                    "mp.jwt.verify.publickey.location",
                    Tokens.TRUSTED.publicKeyIn(directory).toUri().toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException("a directory for the test", e);
        }
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
