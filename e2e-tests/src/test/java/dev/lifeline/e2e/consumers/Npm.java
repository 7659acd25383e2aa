package dev.lifeline.e2e.consumers;

import dev.lifeline.e2e.stack.Command;
import dev.lifeline.e2e.stack.Root;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Programs of the tests that use npm's packages. */
final class Npm {

    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);

    private Npm() {}

    /** The program's directory, where Maven has put its files, with its packages in it. */
    static Path installed(String program) {
        var directory = Root.resolve("e2e-tests/target/test-classes/consumers/" + program);
        var words = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        new Command(words, directory, Map.of()).run(INSTALL_LIMIT).expectSuccess();
        return directory;
    }
}
