package dev.lifeline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.cli.stack.StackState.PartState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file tells a running stack from what a crashed launcher left behind. */
class StateFileTest {

    @TempDir private Path directory;

    private Path path = Path.of("");
    private StateFile file = new StateFile(path);

    @BeforeEach
    void open() {
        path = directory.resolve("new/stack.json");
        file = new StateFile(path);
    }

    @Test
    void a_claimed_place_shows_the_stack_with_its_parts() {
        // given
        var state = StackState.starting(Ports.DEFAULT);
        file.claim(state);

        // when
        var withGateway = state.with(List.of(new PartState(Part.GATEWAY, 4711)));
        file.update(withGateway);

        // then
        assertThat(file.running()).contains(withGateway);
    }

    @Test
    void a_second_stack_is_told_of_the_first() {
        // given
        file.claim(StackState.starting(Ports.DEFAULT));

        // when / then
        assertThatThrownBy(() -> file.claim(StackState.starting(Ports.from(18_080))))
                .hasMessageContaining("already running (pid " + ProcessHandle.current().pid())
                .hasMessageContaining("http://localhost:8080")
                .hasMessageContaining("./lifeline down");
    }

    @Test
    void a_file_whose_launcher_has_died_is_cleared_away() throws Exception {
        // given
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        file.claim(new StackState(dead.pid(), 1, Ports.DEFAULT, List.of()));

        // when / then
        assertThat(file.running()).isEmpty();
        assertThat(path).doesNotExist();
    }

    @Test
    void a_process_that_merely_has_the_launchers_number_is_no_launcher() {
        // given
        long reused = ProcessHandle.current().pid();
        file.claim(new StackState(reused, 12_345, Ports.DEFAULT, List.of()));

        // when / then
        assertThat(file.running()).isEmpty();
    }

    @Test
    void a_file_cut_off_while_it_was_written_counts_as_none() throws IOException {
        // given
        Files.createDirectories(path.getParent());
        Files.writeString(path, "{\"launcherPid\":");

        // when / then
        assertThat(file.running()).isEmpty();
    }
}
