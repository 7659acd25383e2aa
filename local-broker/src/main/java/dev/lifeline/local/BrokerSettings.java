package dev.lifeline.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a single-node Kafka keeps its data and listens, and the broker properties that follow.
 *
 * @param overrides broker properties that are added, or replace those that follow
 */
record BrokerSettings(Path data, int port, int controllerPort, Map<String, String> overrides) {

    static final int NODE_ID = 1;
    static final String CLIENT_LISTENER = "CLIENT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String HOST = "127.0.0.1";
    private static final String OVERRIDE = "--override";

    /** Small internal topics start fast; one node can replicate to nobody. */
    private static final Map<String, String> SINGLE_NODE =
            Map.ofEntries(
                    Map.entry("process.roles", "broker,controller"),
                    Map.entry("node.id", Integer.toString(NODE_ID)),
                    Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                    Map.entry("inter.broker.listener.name", CLIENT_LISTENER),
                    Map.entry(
                            "listener.security.protocol.map",
                            CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
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

    BrokerSettings {
        overrides = Map.copyOf(overrides);
    }

    /** Reads {@code --data DIR --port P --controller-port C}, in any order, and overrides. */
    static BrokerSettings parse(List<String> arguments) {
        return new BrokerSettings(
                Path.of(valueOf(arguments, "--data")),
                Integer.parseInt(valueOf(arguments, "--port")),
                Integer.parseInt(valueOf(arguments, "--controller-port")),
                overrides(arguments));
    }

    /** What {@link #parse} reads. */
    List<String> arguments() {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--data",
                                data.toString(),
                                "--port",
                                Integer.toString(port),
                                "--controller-port",
                                Integer.toString(controllerPort)));
        overrides.forEach((name, value) -> arguments.addAll(List.of(OVERRIDE, name + "=" + value)));
        return arguments;
    }

    Properties properties() {
        var properties = new Properties();
        properties.putAll(SINGLE_NODE);
        properties.put("log.dirs", data.toString());
        properties.put("listeners", listener(CLIENT_LISTENER, port) + "," + controller());
        properties.put("advertised.listeners", listener(CLIENT_LISTENER, port));
        // Static voters: the controller's port is not written to the data, so it may change between
        // starts.
        properties.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        properties.putAll(overrides);
        return properties;
    }

    private String controller() {
        return listener(CONTROLLER_LISTENER, controllerPort);
    }

    private static String listener(String name, int port) {
        return name + "://" + HOST + ":" + port;
    }

    private static Map<String, String> overrides(List<String> arguments) {
        var overrides = new TreeMap<String, String>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            if (arguments.get(i).equals(OVERRIDE)) {
                var property = arguments.get(i + 1).split("=", 2);
                overrides.put(property[0], property[1]);
            }
        }
        return overrides;
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
                    "Missing "
                            + name
                            + ". Usage: --data DIR --port P --controller-port C [--override NAME=VALUE]…");
        }
        return value;
    }
}
