package dev.lifeline.executor.mcp;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** An MCP server from npm's registry, as a process. */
final class EverythingServer implements AutoCloseable {

    private static final Path DIRECTORY = Path.of("target/test-classes/mcp").toAbsolutePath();
    private static final Path PROGRAM =
            DIRECTORY.resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;

    private EverythingServer(Process process) {
        this.process = process;
    }

    static boolean canBeInstalled() {
        return run(List.of("sh", "-c", "node --version && npm --version")) == 0;
    }

    static void install() {
        int code = run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        if (code != 0) {
            throw new IllegalStateException(
                    "npm ci in %s: exit code %d".formatted(DIRECTORY, code));
        }
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(DIRECTORY.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What starts it to talk over its standard streams, as the setting has it. */
    static String command() {
        return "node,%s,stdio".formatted(PROGRAM);
    }

    /** Kills those that were started by that command. */
    static void killProcesses() {
        ProcessHandle.current()
                .children()
                .filter(child ->
                        child.info().arguments().stream()
                                .flatMap(Arrays::stream)
                                .anyMatch("stdio"::equals))
                .forEach(ProcessHandle::destroyForcibly);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it to talk over HTTP, and returns once it listens. */
    static EverythingServer start(int port) {
        var builder =
                new ProcessBuilder("node", PROGRAM.toString(), "streamableHttp")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        try {
            var server = new EverythingServer(builder.start());
            await().atMost(PATIENCE).until(() -> listens(port));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
