package dev.lifeline.cli.stream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket server that treats each connection as the test has laid down. */
final class ScriptedGateway implements AutoCloseable {

    /** What a client asked for when it connected. */
    record Request(String uri, String authorization, String protocol) {}

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Consumer<ServerWebSocket>> connections = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable HttpConnection> latest = new AtomicReference<>();
    private final HttpServer server;

    ScriptedGateway() throws Exception {
        var options =
                new HttpServerOptions().setHost("localhost").addWebSocketSubProtocol("lifeline.v1");
        server =
                vertx.createHttpServer(options)
                        .webSocketHandshakeHandler(this::answer)
                        .webSocketHandler(this::play)
                        .connectionHandler(latest::set)
                        .listen(0)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
    }

    URI address() {
        return URI.create("http://localhost:" + server.actualPort());
    }

    /** The next connection attempt is answered with this status. */
    ScriptedGateway refuse(int status) {
        refusals.add(status);
        return this;
    }

    /** The next accepted connection goes like this. */
    ScriptedGateway then(Consumer<ServerWebSocket> script) {
        connections.add(script);
        return this;
    }

    /**
     * Ends the connection as a killed process would, without a closing frame, once the client has
     * all that was sent before: its pong says so.
     */
    void cut(ServerWebSocket socket) {
        socket.pongHandler(_ -> breakLatest());
        var _ = socket.writePing(Buffer.buffer("all read?"));
    }

    private void breakLatest() {
        if (latest.get() instanceof ConnectionBase connection) {
            connection.channel().unsafe().closeForcibly(); // unlike close(): sends nothing
        }
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(ServerWebSocketHandshake handshake) {
        var headers = handshake.headers();
        requests.add(
                new Request(
                        handshake.uri(),
                        String.valueOf(headers.get("Authorization")),
                        String.valueOf(headers.get("Sec-WebSocket-Protocol"))));
        Integer status = refusals.poll();
        var _ = status == null ? handshake.accept() : handshake.reject(status);
    }

    private void play(ServerWebSocket socket) {
        var script = connections.poll();
        if (script != null) {
            script.accept(socket);
        }
    }
}
