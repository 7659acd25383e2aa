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

    /** Links what has been built into the directory. */
    public static Checkout in(Path directory) {
        try {
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
            return new Checkout(directory.toRealPath());
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
