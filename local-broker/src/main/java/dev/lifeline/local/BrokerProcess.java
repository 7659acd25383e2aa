package dev.lifeline.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real, single-node Kafka broker as a child process; restarted, it keeps its data and ports. */
public final class BrokerProcess implements AutoCloseable {

    private static final int START_ATTEMPTS = 3;
    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-Xms128m",
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dlog4j2.configurationFile=classpath:log4j2-broker.xml");

    private final BrokerHome home;
    private final BrokerSettings settings;
    private final Path log;
    private final @Nullable TemporaryDirectory temporary;
    private JavaProcess process;

    private BrokerProcess(
            BrokerSettings settings, Path log, @Nullable TemporaryDirectory temporary) {
        this.home = BrokerHome.locate();
        this.settings = settings;
        this.log = log;
        this.temporary = temporary;
        this.process = launch(home, settings, log);
    }

    /** Starts a broker on free ports with data of its own, which {@link #close()} deletes. */
    public static BrokerProcess start() {
        return start(Map.of());
    }

    /**
     * As {@link #start()}, with broker properties of one's own. Clients come in by the listener
     * {@code CLIENT}; what it speaks is set by {@code listener.security.protocol.map}.
     */
    public static BrokerProcess start(Map<String, String> properties) {
        for (int attempt = 1; ; attempt++) {
            int port = FreePorts.block(2);
            try {
                return startTemporary(port, port + 1, properties);
            } catch (BrokerStartException failure) {
                boolean taken = !FreePorts.isFree(port) || !FreePorts.isFree(port + 1);
                if (!taken || attempt == START_ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private static BrokerProcess startTemporary(
            int port, int controllerPort, Map<String, String> properties) {
        var directory = TemporaryDirectory.create();
        Path data = directory.path().resolve("kafka");
        var settings = new BrokerSettings(data, port, controllerPort, properties);
        try {
            return new BrokerProcess(settings, directory.path().resolve("broker.log"), directory);
        } catch (RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    /** Starts a broker on the directory {@code data}, new or of an earlier start. */
    public static BrokerProcess start(Path data, int port, int controllerPort, Path log) {
        return new BrokerProcess(
                new BrokerSettings(data, port, controllerPort, Map.of()), log, null);
    }

    /** As {@link #start(Path, int, int, Path)}, with the log beside the data. */
    public static BrokerProcess start(Path data, int port, int controllerPort) {
        Path log = data.toAbsolutePath().resolveSibling("broker.log");
        return start(data, port, controllerPort, log);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + settings.port();
    }

    /** The process of the latest start. */
    public JavaProcess process() {
        return process;
    }

    /** SIGKILL, as a crash would be. */
    public void kill() {
        process.kill();
    }

    /** A graceful stop; the data stay. */
    public void stop() {
        process.close();
    }

    /** Starts again on the same data and ports; a running broker is stopped first. */
    public void restart() {
        stop();
        process = launch(home, settings, log);
    }

    /** Freezes the broker with all its connections open. */
    public void pause() {
        process.pause();
    }

    /** Ends {@link #pause()}. */
    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        stop();
        if (temporary != null) {
            temporary.close();
        }
    }

    private static JavaProcess launch(BrokerHome home, BrokerSettings settings, Path log) {
        var started = JavaProcess.start(program(home, settings, log), home);
        try {
            new BrokerReadiness(started).await();
            return started;
        } catch (RuntimeException failure) {
            started.kill();
            throw failure;
        }
    }

    private static JavaProgram program(BrokerHome home, BrokerSettings settings, Path log) {
        var program = new ArrayList<>(List.of("-cp", home.classPath(), BrokerMain.class.getName()));
        program.addAll(settings.arguments());
        return new JavaProgram("broker", JVM_OPTIONS, program, Map.of(), log);
    }
}
