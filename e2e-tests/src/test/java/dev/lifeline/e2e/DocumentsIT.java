package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.stack.Command;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.Root;
import dev.lifeline.e2e.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The published documents, as the tools that other teams use read them. */
class DocumentsIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    @Needs(Tool.NPM)
    void the_official_parsers_find_nothing_wrong() throws IOException {
        var directory = Files.createDirectories(Root.resolve("e2e-tests/target/documents"));
        for (var file : List.of("package.json", "check.mjs")) {
            Files.copy(
                    Root.resolve("e2e-tests/src/test/resources/documents/" + file),
                    directory.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        run(directory, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock");

        var said = run(directory, "node", "check.mjs", Root.resolve("docs").toString());

        assertThat(said)
                .contains("asyncapi.yaml: 10 channels")
                .contains("agent-executor.yaml: 2 paths")
                .contains("event-gateway.yaml: 8 paths")
                .contains("event-monitor.yaml: 7 paths");
    }

    private static String run(Path directory, String... words) {
        return new Command(List.of(words), directory, Map.of()).run(LIMIT).expectSuccess();
    }
}
