package dev.lifeline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lifeline.local.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A service that is not ready is asked for the reason. */
class HealthProbeTest {

    private final HealthProbe probe = new HealthProbe();

    @Test
    void a_service_that_says_so_is_ready() throws Exception {
        assertThat(answerTo(200, "{\"status\":\"UP\",\"checks\":[]}"))
                .isEqualTo(new Readiness.Ready());
    }

    @Test
    void the_checks_that_are_down_are_the_reason() throws Exception {
        // given
        String report =
                """
                {"status":"DOWN","checks":[
                  {"name":"alive","status":"UP"},
                  {"name":"topics","status":"DOWN","data":{"missing":"agent.events"}}]}\
                """;

        // when / then
        assertThat(answerTo(503, report))
                .isEqualTo(new Readiness.NotReady("topics (missing=agent.events)"));
    }

    @Test
    void a_stranger_on_the_port_is_not_taken_for_the_service() throws Exception {
        assertThat(answerTo(404, "<html>"))
                .isEqualTo(new Readiness.NotReady("answers, but not with a health report"));
    }

    @Test
    void silence_is_a_reason_too() throws InterruptedException {
        // given
        int port = FreePorts.one();

        // when / then
        assertThat(probe.ask(URI.create("http://localhost:" + port)))
                .isEqualTo(new Readiness.NotReady("does not listen on port " + port + " yet"));
    }

    private Readiness answerTo(int status, String body) throws IOException, InterruptedException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/q/health/ready",
                exchange -> {
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        try {
            return probe.ask(URI.create("http://localhost:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }
}
