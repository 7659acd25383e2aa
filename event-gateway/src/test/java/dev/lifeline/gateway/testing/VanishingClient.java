package dev.lifeline.gateway.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A client of server-sent events that vanishes as if its cable were cut: from then on the kernel
 * drops what comes for it, and acknowledges nothing. On Linux only.
 */
public final class VanishingClient implements AutoCloseable {

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;

    /** The one instruction "return 0": of every packet, keep nothing. */
    private static final long DROP_ALL = 0x06;

    private final Socket socket;

    private VanishingClient(Socket socket) {
        this.socket = socket;
    }

    /** Opens the user's events, and returns when they have begun. */
    public static VanishingClient connect(URI uri, String token) {
        try {
            var socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
            var request =
                    "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(uri.getPath(), token);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            var status = new String(socket.getInputStream().readNBytes(12), US_ASCII);
            if (!status.equals("HTTP/1.1 200")) {
                throw new IllegalStateException("not accepted: " + status);
            }
            return new VanishingClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on nobody answers for it. */
    @SuppressWarnings("restricted") // One call of the kernel, with arguments of its own making.
    public void vanish() {
        try (var arena = Arena.ofConfined()) {
            var program = arena.allocate(16, 8);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            program.set(
                    ValueLayout.ADDRESS, 8, arena.allocateFrom(ValueLayout.JAVA_LONG, DROP_ALL));
            var linker = Linker.nativeLinker();
            var setsockopt =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("setsockopt"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT));
            int failed =
                    (int)
                            setsockopt.invokeExact(
                                    descriptor(), SOL_SOCKET, SO_ATTACH_FILTER, program, 16);
            if (failed != 0) {
                throw new IllegalStateException("the kernel takes no filter");
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The socket's file descriptor, which Java does not tell: found by its local port. */
    private int descriptor() throws IOException {
        var link = "socket:[" + inode() + "]";
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().equals(link)) {
                    return Integer.parseInt(descriptor.getFileName().toString());
                }
            }
        }
        throw new IOException("no descriptor of " + link);
    }

    private String inode() throws IOException {
        var here = ":%04X".formatted(socket.getLocalPort());
        var there = ":%04X".formatted(socket.getPort());
        for (var table : new String[] {"tcp", "tcp6"}) {
            for (var line : Files.readAllLines(Path.of("/proc/self/net", table))) {
                var fields = line.strip().split("\\s+", -1);
                // The same port may have been another connection's a moment ago.
                if (fields[1].endsWith(here) && fields[2].endsWith(there)) {
                    return fields[9];
                }
            }
        }
        throw new IOException("no socket of port" + here);
    }
}
