package dev.lifeline.cli.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.cli.terminal.CliFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file in which a stack says that it runs; it is there only while its launcher lives. */
final class StateFile {

    private final Path path;
    private final ObjectMapper json = new ObjectMapper();

    StateFile(Path path) {
        this.path = path;
    }

    /** The running stack; a file left by a launcher that died is deleted. */
    Optional<StackState> running() {
        Optional<StackState> state = read();
        if (state.isPresent() && state.get().launcher().isEmpty()) {
            delete();
            return Optional.empty();
        }
        return state;
    }

    /** Fails with what to do if a stack is running. */
    void requireNoneRunning() {
        Optional<StackState> state = running();
        if (state.isPresent()) {
            throw alreadyRunning(state.get());
        }
    }

    /** Claims the place for a stack. */
    void claim(StackState state) {
        requireNoneRunning();
        try {
            Files.createDirectories(path.getParent());
            Files.write(path, json.writeValueAsBytes(state), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException _) {
            requireNoneRunning(); // another was faster
            throw new CliFailure("Another stack is just starting. See: ./lifeline status");
        } catch (IOException failure) {
            throw new CliFailure("Cannot write " + path + ": " + failure.getMessage(), failure);
        }
    }

    /** Replaces what the file says, whole or not at all. */
    void update(StackState state) {
        try {
            Path draft = path.resolveSibling(path.getFileName() + ".tmp");
            Files.write(draft, json.writeValueAsBytes(state));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new CliFailure("Cannot write " + path + ": " + failure.getMessage(), failure);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw new CliFailure("Cannot delete " + path + ": " + failure.getMessage(), failure);
        }
    }

    /** An unreadable file is as good as none: its launcher was cut off while writing. */
    private Optional<StackState> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(path.toFile(), StackState.class));
        } catch (IOException _) {
            delete();
            return Optional.empty();
        }
    }

    private static CliFailure alreadyRunning(StackState state) {
        return new CliFailure(
                """
                A stack is already running (pid %d), with its gateway at %s.
                See:      ./lifeline status
                Stop it:  ./lifeline down\
                """
                        .formatted(state.launcherPid(), state.ports().url(Part.GATEWAY)));
    }
}
