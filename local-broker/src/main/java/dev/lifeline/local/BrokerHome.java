package dev.lifeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory that holds this module's jar and the broker's: all that a broker needs to run. */
public record BrokerHome(Path directory) {

    static final String PROPERTY = "lifeline.broker.home";
    static final String VARIABLE = "LIFELINE_BROKER_HOME";

    private static final String OWN_JAR = "local-broker-*.jar";

    public BrokerHome {
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException(
                    "No broker in "
                            + directory
                            + ". Build it with: ./mvnw package -pl local-broker -DskipTests");
        }
    }

    /**
     * Found through the system property {@code lifeline.broker.home}, else LIFELINE_BROKER_HOME.
     */
    public static BrokerHome locate() {
        @Nullable String found = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        if (found == null) {
            throw new IllegalStateException(
                    "Where are the broker's jars? Set the system property "
                            + PROPERTY
                            + " or the variable "
                            + VARIABLE
                            + " to local-broker/target/broker");
        }
        return new BrokerHome(Path.of(found));
    }

    /** The jar whose agent ends a child when its parent is gone. */
    public Path agentJar() {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, OWN_JAR)) {
            for (Path jar : jars) {
                return jar;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        throw new IllegalStateException("No " + OWN_JAR + " in " + directory);
    }

    String classPath() {
        return directory.resolve("*").toString();
    }
}
