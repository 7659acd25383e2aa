package dev.lifeline.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where logs and state of what the tests start go; kept, for whoever looks into a failure. */
final class Scratch {

    private Scratch() {}

    /** A new directory whose name begins with that prefix. */
    static Path directory(String prefix) {
        try {
            var parent = Files.createDirectories(Root.resolve("e2e-tests/target/stacks"));
            return Files.createTempDirectory(parent.toAbsolutePath(), prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
