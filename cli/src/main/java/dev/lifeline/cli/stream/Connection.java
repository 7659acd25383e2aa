package dev.lifeline.cli.stream;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket connection, read message by message; the server is slowed to the reader's pace. */
final class Connection implements AutoCloseable {

    private static final String PROTOCOL = "lifeline.v1";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final WebSocket socket;
    private final Inbox inbox;

    private Connection(WebSocket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /**
     * Connects.
     *
     * @throws CompletionException with the cause: the connection's or the handshake's failure
     */
    static Connection open(HttpClient client, StreamRequest request) {
        var inbox = new Inbox();
        var socket =
                client.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + request.token().get())
                        .subprotocols(PROTOCOL)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .buildAsync(request.address(), inbox)
                        .join();
        return new Connection(socket, inbox);
    }

    /** The next message; empty if none comes within the limit. */
    Optional<Arrival> next(Duration limit) throws InterruptedException {
        socket.request(1);
        return Optional.ofNullable(inbox.arrivals.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        socket.abort();
    }

    /**
     * Collects what arrives. Its queue is bounded by the requests of the reader, who asks for one
     * message at a time; only the end comes unasked.
     */
    private static final class Inbox implements WebSocket.Listener {

        private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public void onOpen(WebSocket socket) {
            // Nothing is asked for until the reader asks.
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                arrivals.add(new Arrival.Text(partial.toString()));
                partial.setLength(0);
            } else {
                socket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            arrivals.add(new Arrival.Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            arrivals.add(new Arrival.Broken(error));
        }
    }
}
