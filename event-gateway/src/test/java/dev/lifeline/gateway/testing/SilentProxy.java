package dev.lifeline.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Carries TCP connections to a port until it falls silent: then it keeps them open and forwards
 * nothing more, as a network does that a peer has left without a word.
 */
public final class SilentProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    private SilentProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Starts one in front of a local port. */
    public static SilentProxy to(int port) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var proxy = new SilentProxy(server, port);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public void fallSilent() {
        silent = true;
    }

    @Override
    public void close() {
        try (server) {
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var near = keep(server.accept());
                var far = keep(new Socket(InetAddress.getLoopbackAddress(), target));
                Thread.ofVirtual().start(() -> carry(near, far));
                Thread.ofVirtual().start(() -> carry(far, near));
            }
        } catch (IOException e) {
            // The test has closed it.
        }
    }

    private Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private void carry(Socket from, Socket to) {
        try {
            var buffer = new byte[8192];
            for (int read = 0; read >= 0; read = from.getInputStream().read(buffer)) {
                if (silent) {
                    return;
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side has gone; the test looks at what the gateway makes of it.
        }
    }
}
