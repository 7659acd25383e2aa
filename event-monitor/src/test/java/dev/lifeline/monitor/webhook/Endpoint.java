package dev.lifeline.monitor.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A receiver of webhooks: a real HTTP server that keeps what it is sent and answers as told. */
final class Endpoint implements AutoCloseable {

    /** In place of a status: the request is never answered. */
    static final int STALL = 0;

    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile int otherwise = 200;
    private volatile @Nullable Runnable before;

    Endpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d/alerts".formatted(server.getAddress().getPort()));
    }

    /** What to answer next, one after the other. */
    void answers(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** What to answer when nothing else was said. */
    void answersAlways(int status) {
        otherwise = status;
    }

    /** What happens when a request has come, before it is answered. */
    void beforeAnswering(@Nullable Runnable action) {
        before = action;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The keys of all requests, also of those that were answered badly. */
    List<String> keys() {
        return requests.stream().map(request -> String.valueOf(request.key())).toList();
    }

    void forget() {
        requests.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(
                new Request(
                        headers.getFirst("Idempotency-Key"),
                        headers.getFirst(Signature.HEADER),
                        body));
        var action = before;
        if (action != null) {
            action.run();
        }
        var told = answers.poll();
        int status = told == null ? otherwise : told;
        if (status != STALL) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }
    }

    record Request(@Nullable String key, @Nullable String signature, String body) {}
}
