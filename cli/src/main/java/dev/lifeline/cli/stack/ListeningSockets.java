package dev.lifeline.cli.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads from Linux's /proc which process listens on a port. */
final class ListeningSockets {

    private static final Path PROC = Path.of("/proc");
    private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");
    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningSockets() {}

    /** Empty if nobody listens there, the owner is another user's, or this is no Linux. */
    static OptionalLong pidOn(int port) {
        Optional<String> socket =
                TABLES.stream().flatMap(table -> inodesOn(table, port)).findFirst();
        return socket.isEmpty() ? OptionalLong.empty() : holderOf("socket:[" + socket.get() + "]");
    }

    private static Stream<String> inodesOn(String table, int port) {
        String suffix = ":%04X".formatted(port);
        try {
            return Files.readAllLines(PROC.resolve(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > INODE)
                    .filter(fields -> fields[LOCAL_ADDRESS].endsWith(suffix))
                    .filter(fields -> fields[STATE].equals(LISTEN))
                    .map(fields -> fields[INODE]);
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    private static OptionalLong holderOf(String socket) {
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> holds(pid, socket))
                .findFirst();
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> descriptors = Files.list(PROC.resolve(pid + "/fd"))) {
            return descriptors.anyMatch(descriptor -> pointsTo(descriptor, socket));
        } catch (IOException | UncheckedIOException _) {
            return false; // it has ended, or is not ours to see
        }
    }

    private static boolean pointsTo(Path descriptor, String socket) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(socket);
        } catch (IOException _) {
            return false;
        }
    }
}
