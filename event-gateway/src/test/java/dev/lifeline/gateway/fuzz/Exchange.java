package dev.lifeline.gateway.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.function.Predicate;

/**
 * One TCP connection to the gateway, for bytes that no client library would send. All that is heard
 * is kept.
 */
final class Exchange implements AutoCloseable {

    /** After it, a server that has said nothing waits for more of what it was promised. */
    private static final int LULL_MILLIS = 250;

    /** After it, a server that was told that no more will come has forgotten the connection. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private Exchange(Socket socket) {
        this.socket = socket;
    }

    static Exchange open(int port) {
        try {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            return new Exchange(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends; what a server that has closed does not want is not sent. */
    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // It has closed: what it said until then is what counts.
        }
    }

    /** Listens until enough is heard, or the other side has closed; fails if it forgets to. */
    byte[] listenUntil(Predicate<byte[]> enough) {
        try {
            if (!listen(enough, PATIENCE_MILLIS)) {
                throw new AssertionError("no answer, and the connection stays open");
            }
        } catch (IOException e) {
            // Reset: bytes of ours were not read.
        }
        return heard.toByteArray();
    }

    /**
     * Listens until enough is heard or the other side has closed. If it waits for more, it is told
     * that there will be none, and has to close.
     */
    byte[] listen(Predicate<byte[]> enough) {
        try {
            if (listen(enough, LULL_MILLIS)) {
                return heard.toByteArray();
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            return heard.toByteArray();
        }
        return listenUntil(enough);
    }

    /** Whether the other side has said nothing yet, and not closed. */
    boolean isQuiet() {
        try {
            return !listen(heard -> false, 1) && heard.size() == 0;
        } catch (IOException e) {
            return false;
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

    private boolean listen(Predicate<byte[]> enough, int millis) throws IOException {
        var buffer = new byte[8192];
        socket.setSoTimeout(millis);
        try {
            while (!enough.test(heard.toByteArray())) {
                int read = socket.getInputStream().read(buffer);
                if (read < 0) {
                    return true;
                }
                heard.write(buffer, 0, read);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }
}
