package dev.lifeline.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

/**
 * A collector for tests: takes what services export over OTLP as {@code http/protobuf}, and gives
 * all of it back to whoever asks with GET. Protocol buffers that stand one after the other are one,
 * so the answer is a single {@code ExportTraceServiceRequest}.
 */
public final class TraceReceiver implements AutoCloseable {

    private static final String PATH = "/v1/traces";

    private final HttpServer server;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private TraceReceiver(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port of this machine. */
    public static TraceReceiver start() {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var receiver = new TraceReceiver(server);
            server.createContext(PATH, receiver::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What services are told to export to. */
    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Where everything received can be read. */
    public URI traces() {
        return endpoint().resolve(PATH);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = new byte[0];
            synchronized (received) {
                if (exchange.getRequestMethod().equals("GET")) {
                    answer = received.toByteArray();
                } else {
                    received.writeBytes(body);
                }
            }
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
