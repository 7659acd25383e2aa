package dev.lifeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands explain themselves, and their exit codes mean what the help says. */
class LifelineCommandTest {

    @TempDir private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private CommandLine line = new CommandLine(new LifelineCommand());

    @BeforeEach
    void build() {
        var terminal = new Terminal(stream(out), stream(err), false);
        line = LifelineCommand.line(new Workspace(directory, directory.resolve("state")), terminal);
        line.setErr(new PrintWriter(new StringWriter()));
    }

    @Test
    void every_command_shows_examples() {
        line.getSubcommands().forEach(LifelineCommandTest::requireExamples);
    }

    @Test
    void what_is_not_understood_ends_with_2() {
        assertThat(line.execute("up", "--sideways")).isEqualTo(2);
        assertThat(line.execute("run", "researcher")).isEqualTo(2);
        assertThat(line.execute()).isEqualTo(2);
        assertThat(line.execute("topics")).isEqualTo(2);
        assertThat(line.execute("monitor", "backfill", "--from", "yesterday")).isEqualTo(2);
    }

    @Test
    void a_plan_ends_with_2_for_differences_only() {
        assertThat(line.execute("topics", "plan", "--sideways")).isEqualTo(1);
        assertThat(line.execute("topics", "plan")).isEqualTo(1);
    }

    @Test
    void a_run_without_a_stack_ends_with_1_and_says_how_to_start_one() {
        // when
        int exitCode = line.execute("run", "researcher", "why?");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("./lifeline up");
    }

    @Test
    void stopping_what_does_not_run_is_done_at_once() {
        assertThat(line.execute("down")).isZero();
    }

    @Test
    void a_token_stands_alone_on_stdout() {
        // when
        int exitCode = line.execute("token", "alice", "--ttl", "15m");

        // then
        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+" + System.lineSeparator());
        assertThat(err.size()).isZero();
    }

    @Test
    void schemas_are_registered_in_a_registry_that_is_named_and_there() {
        assertThat(line.execute("schemas", "register")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--registry URL");

        assertThat(line.execute("schemas", "register", "--registry", "http://localhost:1/v7"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the schema registry at http://localhost:1/v7 cannot be reached");
    }

    @Test
    void a_token_for_nobody_is_refused() {
        assertThat(line.execute("token", "")).isEqualTo(1);
    }

    private static void requireExamples(String name, CommandLine command) {
        Map<String, CommandLine> subcommands = command.getSubcommands();
        if (subcommands.isEmpty() && !name.equals("generate-completion")) {
            assertThat(command.getUsageMessage()).as(name).contains("Example", "./lifeline ");
        }
        subcommands.forEach(LifelineCommandTest::requireExamples);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
