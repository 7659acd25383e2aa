package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import dev.lifeline.local.JavaProcess;
import dev.lifeline.local.JavaProgram;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real schema registry, Apicurio's, as a child process: absent until it is started; killed and
 * started again, it keeps its address and its ids.
 */
public final class Registry implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Path JAR = Root.resolve("e2e-tests/target/registry/quarkus-run.jar");

    private final JavaProgram program;
    private final URI uri;
    private @Nullable JavaProcess process;

    private Registry(Path directory, int port) {
        uri = URI.create("http://127.0.0.1:%d/apis/ccompat/v7".formatted(port));
        program =
                new JavaProgram(
                        "registry",
                        JVM_OPTIONS,
                        List.of("-jar", JAR.toString()),
                        environment(directory, port),
                        directory.resolve("registry.log"));
    }

    /** A registry that holds nothing, and is not there yet. */
    public static Registry absent() {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(
                    "No registry: %s is missing. ./mvnw verify unpacks it before the tests."
                            .formatted(JAR));
        }
        // One more port for health and metrics, which would be the same for all otherwise.
        return new Registry(Scratch.directory("registry-"), FreePorts.block(2));
    }

    private static Map<String, String> environment(Path directory, int port) {
        // By default, H2 writes half a second after it has answered: a kill would take ids back,
        // and they would be given to other schemas.
        var database = "jdbc:h2:file:%s;WRITE_DELAY=0".formatted(directory.resolve("data"));
        return Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(port + 1),
                "APICURIO_STORAGE_KIND", "sql",
                "APICURIO_STORAGE_SQL_KIND", "h2",
                "APICURIO_DATASOURCE_URL", database,
                "APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "2",
                "APICURIO_DATASOURCE_JDBC_MIN_SIZE", "2");
    }

    /** The base of its Confluent-compatible API. */
    public URI uri() {
        return uri;
    }

    /** What makes a service use it. */
    public Map<String, String> settings() {
        return Map.of("LIFELINE_SCHEMA_REGISTRY_URL", uri.toString());
    }

    /** Starts it unless it runs; returns when it answers. */
    public Registry start() {
        if (process != null && process.isAlive()) {
            return this;
        }
        var started = JavaProcess.start(program);
        process = started;
        Awaitility.await("the registry answers")
                .atMost(START_LIMIT)
                .failFast("the registry has ended, see " + program.log(), () -> !started.isAlive())
                .until(() -> Probe.answers(URI.create(uri + "/subjects")));
        return this;
    }

    /** SIGKILL, as a crash would be; returns when it is gone. */
    public void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** Does something while it is gone, and starts it again. */
    public void whileKilled(Runnable action) {
        kill();
        try {
            action.run();
        } finally {
            start();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
