package dev.lifeline.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * A single-node Kafka (KRaft, broker and controller in one) that says on stdout when it is ready.
 */
final class BrokerMain {

    /** Printed on a line of its own once the broker is unfenced and serves requests. */
    static final String READY = "LIFELINE-BROKER-READY";

    private BrokerMain() {}

    public static void main(String[] arguments) {
        try {
            run(BrokerSettings.parse(List.of(arguments)));
        } catch (Exception failure) { // The program's outermost boundary: say why, then end.
            failure.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private static void run(BrokerSettings settings) throws Exception {
        format(settings);
        var server = new KafkaRaftServer(new KafkaConfig(settings.properties()), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        server.startup();
        System.out.println(READY);
        server.awaitShutdown();
    }

    /** Formats a new directory and leaves an already formatted one as it is. */
    private static void format(BrokerSettings settings) throws Exception {
        if (Files.exists(settings.data().resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        Files.createDirectories(settings.data());
        new Formatter()
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE_ID)
                .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .addDirectory(settings.data().toString())
                .setMetadataLogDirectory(settings.data().toString())
                .run();
    }
}
