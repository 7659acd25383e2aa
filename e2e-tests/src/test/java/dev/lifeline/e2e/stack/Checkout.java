package dev.lifeline.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The project as if it had been checked out and built in a directory of its own, so that what a
 * test starts with {@code ./lifeline} is apart from what runs in the project's own directory.
 */
public record Checkout(Path directory) {

    private static final List<String> LINKED = List.of("pom.xml", ".mvn", "mvnw");
    private static final String LAUNCHER = "lifeline";

    /** A new one, below {@code target}; its logs stay, for whoever looks into a failure. */
    public static Checkout create() {
        try {
            Path parent = Files.createDirectories(Root.resolve("e2e-tests/target/checkouts"));
            Path directory = Files.createTempDirectory(parent.toRealPath(), "checkout-");
            Path root = Root.resolve(".").toAbsolutePath().normalize();
            for (Path entry : entries(root)) {
                Files.createSymbolicLink(directory.resolve(entry.getFileName()), entry);
            }
            // Copied: the launcher takes the place where it really is for the project's.
            Files.copy(root.resolve(LAUNCHER), directory.resolve(LAUNCHER));
            // What has been built is what is to be tested, and not to be built again by the tests.
            Path stamp = directory.resolve(".lifeline/build.stamp");
            Files.createDirectories(stamp.getParent());
            Files.createFile(stamp);
            return new Checkout(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code ./lifeline} with those arguments. */
    public Command lifeline(String... arguments) {
        var words = new ArrayList<>(List.of("./" + LAUNCHER));
        words.addAll(List.of(arguments));
        return new Command(words, directory, Map.of());
    }

    /** All processes that run anything of this checkout. */
    public List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(directory.toString()))
                .toList();
    }

    private static List<Path> entries(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(entry ->
                            LINKED.contains(entry.getFileName().toString())
                                    || Files.exists(entry.resolve("pom.xml")))
                    .toList();
        }
    }
}
