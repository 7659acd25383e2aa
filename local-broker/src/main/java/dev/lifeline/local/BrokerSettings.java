package dev.lifeline.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where a single-node Kafka keeps its data and listens, and the broker properties that follow. */
record BrokerSettings(Path data, int port, int controllerPort) {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String HOST = "127.0.0.1";

    /** Small internal topics start fast; one node can replicate to nobody. */
    private static final Map<String, String> SINGLE_NODE =
            Map.ofEntries(
                    Map.entry("process.roles", "broker,controller"),
                    Map.entry("node.id", Integer.toString(NODE_ID)),
                    Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                    // After a kill, a restart has to wait until the controller gives up the old
                    // session.
                    Map.entry("broker.session.timeout.ms", "4000"),
                    Map.entry("broker.heartbeat.interval.ms", "500"),
                    Map.entry("auto.create.topics.enable", "false"),
                    Map.entry("default.replication.factor", "1"),
                    Map.entry("min.insync.replicas", "1"),
                    Map.entry("offsets.topic.num.partitions", "3"),
                    Map.entry("offsets.topic.replication.factor", "1"),
                    Map.entry("transaction.state.log.num.partitions", "3"),
                    Map.entry("transaction.state.log.replication.factor", "1"),
                    Map.entry("transaction.state.log.min.isr", "1"),
                    Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                    Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                    Map.entry("share.coordinator.state.topic.min.isr", "1"),
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    Map.entry("log.cleaner.dedupe.buffer.size", "16777216"));

    /** Reads {@code --data DIR --port P --controller-port C}, in any order. */
    static BrokerSettings parse(List<String> arguments) {
        return new BrokerSettings(
                Path.of(valueOf(arguments, "--data")),
                Integer.parseInt(valueOf(arguments, "--port")),
                Integer.parseInt(valueOf(arguments, "--controller-port")));
    }

    Properties properties() {
        var properties = new Properties();
        properties.putAll(SINGLE_NODE);
        properties.put("log.dirs", data.toString());
        properties.put("listeners", listener("PLAINTEXT", port) + "," + controller());
        properties.put("advertised.listeners", listener("PLAINTEXT", port));
        // Static voters: the controller's port is not written to the data, so it may change between
        // starts.
        properties.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        return properties;
    }

    private String controller() {
        return listener(CONTROLLER_LISTENER, controllerPort);
    }

    private static String listener(String name, int port) {
        return name + "://" + HOST + ":" + port;
    }

    private static String valueOf(List<String> arguments, String name) {
        @Nullable String value = null;
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            if (arguments.get(i).equals(name)) {
                value = arguments.get(i + 1);
            }
        }
        if (value == null) {
            throw new IllegalArgumentException(
                    "Missing " + name + ". Usage: --data DIR --port P --controller-port C");
        }
        return value;
    }
}
