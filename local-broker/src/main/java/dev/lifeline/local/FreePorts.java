package dev.lifeline.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free TCP ports on the loopback interface.
 *
 * <p>They lie below the range from which the system takes ports for outgoing connections, so that a
 * server can be restarted on its port: a client that keeps dialling a dead port of that range may
 * take it, or even reach itself.
 */
public final class FreePorts {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private FreePorts() {}

    /** A port nobody listened on a moment ago. */
    public static int one() {
        return block(1);
    }

    /** The first of {@code size} consecutive ports nobody listened on a moment ago. */
    public static int block(int size) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - size);
            if (allFree(first, size)) {
                return first;
            }
        }
        throw new IllegalStateException(
                "Found no " + size + " free ports between " + LOWEST + " and " + HIGHEST);
    }

    /** Whether a server could listen on the port now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            // As servers do: connections that linger from an earlier server are no obstacle.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean allFree(int first, int size) {
        for (int port = first; port < first + size; port++) {
            if (!isFree(port)) {
                return false;
            }
        }
        return true;
    }
}
