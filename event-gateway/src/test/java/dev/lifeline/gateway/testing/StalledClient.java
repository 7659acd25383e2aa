package dev.lifeline.gateway.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** A client that opens a WebSocket and then never reads, with as little room as can be. */
public final class StalledClient implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 4096;

    private final Socket socket;

    private StalledClient(Socket socket) {
        this.socket = socket;
    }

    /** Opens a stream, and reads no more than that it has been accepted. */
    public static StalledClient connect(URI uri, String token) {
        var upgrade =
                """
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: lifeline.v1
                """;
        return connect(uri, token, upgrade, "HTTP/1.1 101");
    }

    /** The same with server-sent events. */
    public static StalledClient connectToEvents(URI uri, String token) {
        return connect(uri, token, "Accept: text/event-stream\n", "HTTP/1.1 200");
    }

    private static StalledClient connect(URI uri, String token, String headers, String accepted) {
        var socket = new Socket();
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.connect(new InetSocketAddress("localhost", uri.getPort()));
            var request =
                    """
                    GET %s?%s HTTP/1.1
                    Host: localhost:%d
                    %sAuthorization: Bearer %s

                    """
                            .formatted(
                                    uri.getPath(),
                                    uri.getRawQuery(),
                                    uri.getPort(),
                                    headers,
                                    token);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(US_ASCII));
            var status = new String(socket.getInputStream().readNBytes(12), US_ASCII);
            if (!status.equals(accepted)) {
                throw new IllegalStateException("not accepted: " + status);
            }
            return new StalledClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
}
