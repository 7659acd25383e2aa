package dev.lifeline.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.WriterSchemas.Finding;
import dev.lifeline.schemas.avro.CancelRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of answers that a registry, or what stands in its place, may give. */
class RegistryClientTest {

    private volatile Reply reply = new Reply(500, "");
    private volatile @Nullable String authorization;
    private HttpServer server;
    private URI url;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    authorization = exchange.getRequestHeaders().getFirst("Authorization");
                    exchange.getRequestBody().readAllBytes();
                    byte[] body = reply.body().getBytes(UTF_8);
                    exchange.sendResponseHeaders(
                            reply.status(), body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        url = URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void onlyTheRegistrysOwnWordMeansThatThereIsNoSchema() throws Exception {
        reply = new Reply(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found.\"}");
        try (var client = client(true)) {
            assertThat(client.byId(7)).isInstanceOf(Finding.Unknown.class);

            reply = new Reply(404, "");
            assertThatThrownBy(() -> client.byId(7))
                    .isInstanceOf(SchemasUnavailableException.class)
                    .hasMessageContaining("is the address a Confluent-compatible API's?");
        }
    }

    @Test
    void aSchemaThatIsNotAvroIsAnAnswer() throws Exception {
        try (var client = client(true)) {
            reply = new Reply(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message M {}\"}");
            assertThat(client.byId(7))
                    .isEqualTo(new Finding.Unknown("schema id 7 is PROTOBUF, not Avro"));

            reply = new Reply(200, "{\"schema\":\"nonsense\"}");
            assertThat(client.byId(7)).isInstanceOf(Finding.Unknown.class);
        }
    }

    @Test
    void aRefusalIsNamedWithWhatToDo() {
        try (var client = client(true)) {
            assertRefused(client, 401, "{\"message\":\"no\"}", "are username and password right?");
            assertRefused(client, 409, "{\"message\":\"incompatible\"}", "compatibility rules");
            assertRefused(client, 500, "broken", "answers 500");
            assertRefused(client, 200, "<html>", "gives no id");
        }
    }

    @Test
    void whatMayNotBeRegisteredHasToBeThere() {
        reply = new Reply(404, "{\"error_code\":40401,\"message\":\"Subject not found.\"}");
        try (var client = client(false)) {
            assertThatThrownBy(() -> client.idOf(CancelRun.getClassSchema()))
                    .isInstanceOf(SchemasUnavailableException.class)
                    .hasMessageContaining("dev.lifeline.schemas.avro.CancelRun")
                    .hasMessageContaining("./lifeline schemas register");
        }
    }

    @Test
    void aRegistryThatIsAwayIsNamed() {
        server.stop(0);
        try (var client = client(true)) {
            assertThatThrownBy(() -> client.byId(1))
                    .isInstanceOf(SchemasUnavailableException.class)
                    .hasMessageContaining("the schema registry at " + url + " cannot be reached");
        }
    }

    @Test
    void credentialsAreSent() throws Exception {
        reply = new Reply(200, "{\"id\":3}");
        var registry = new SchemaSettings.Registry(url, "lifeline", "secret", true);
        try (var client = new RegistryClient(registry)) {
            assertThat(client.idOf(CancelRun.getClassSchema())).isEqualTo(3);
        }
        assertThat(authorization).isEqualTo("Basic bGlmZWxpbmU6c2VjcmV0");
    }

    private void assertRefused(RegistryClient client, int status, String body, String reason) {
        reply = new Reply(status, body);
        assertThatThrownBy(() -> client.idOf(CancelRun.getClassSchema()))
                .isInstanceOf(SchemasUnavailableException.class)
                .hasMessageContaining(reason);
    }

    private RegistryClient client(boolean register) {
        return new RegistryClient(new SchemaSettings.Registry(url, null, null, register));
    }

    private record Reply(int status, String body) {}
}
