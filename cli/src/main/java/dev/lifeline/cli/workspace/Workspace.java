package dev.lifeline.cli.workspace;

import dev.lifeline.cli.terminal.CliFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The project and one stack's own files.
 *
 * @param root the project's directory
 * @param state the stack's directory, {@code .lifeline} in the project unless it is another stack
 */
public record Workspace(Path root, Path state) {

    /** Set by the launcher. */
    static final String ROOT_PROPERTY = "lifeline.root";

    public static Workspace locate() {
        Path root = Path.of(System.getProperty(ROOT_PROPERTY, "")).toAbsolutePath().normalize();
        return new Workspace(root, root.resolve(".lifeline"));
    }

    /** A second stack beside this one, with files of its own. */
    public Workspace beside(String name) {
        return new Workspace(root, state.resolve(name));
    }

    public Path keys() {
        return state.resolve("keys");
    }

    public Path logs() {
        return state.resolve("logs");
    }

    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** Kafka's log. */
    public Path brokerData() {
        return state.resolve("kafka");
    }

    public Path monitorState() {
        return state.resolve("monitor");
    }

    /** Says which processes make up the running stack. */
    public Path stackFile() {
        return state.resolve("stack.json");
    }

    /** Forgets every event and run; keys and logs stay. */
    public void dropData() {
        delete(brokerData());
        delete(monitorState());
    }

    /** Keeps the part's log of the start before as {@code .log.1}, and begins a new one. */
    public void beginLog(String name) {
        try {
            Files.createDirectories(logs());
            if (Files.exists(log(name))) {
                Path previous = logs().resolve(name + ".log.1");
                Files.move(log(name), previous, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw new CliFailure(
                    "Cannot write to " + logs() + ": " + failure.getMessage(), failure);
        }
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw new CliFailure("Cannot delete " + tree + ": " + failure.getMessage(), failure);
        }
    }
}
