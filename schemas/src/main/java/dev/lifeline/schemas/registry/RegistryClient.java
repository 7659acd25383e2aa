package dev.lifeline.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.schemas.SchemaText;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.WriterSchemas.Finding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Speaks the Confluent-compatible API of a schema registry. Thread-safe. */
public final class RegistryClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaSettings.Registry settings;
    private final String name;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    public RegistryClient(SchemaSettings.Registry settings) {
        this.settings = settings;
        name = "the schema registry at " + settings.url();
    }

    /**
     * The id under which a subject has the schema, which is registered there if it is missing and
     * that is allowed.
     *
     * @throws SchemasUnavailableException if the registry does not answer, or refuses
     */
    public int idOf(Schema schema) throws InterruptedException {
        var body = JSON.createObjectNode();
        body.put("schema", SchemaText.of(schema));
        // Each record has a subject of its own, whatever topics it stands on.
        var subject = "/subjects/" + schema.getFullName();
        return settings.register()
                ? id(post(subject + "/versions", body), schema)
                : registeredId(post(subject, body), schema);
    }

    /**
     * What the registry says of an id.
     *
     * @throws SchemasUnavailableException if it does not answer
     */
    Finding byId(int id) throws InterruptedException {
        var answer = send(request("/schemas/ids/" + id).GET().build());
        if (answer.isNotFound()) {
            return new Finding.Unknown("%s has no schema of the id %d".formatted(name, id));
        }
        var schema = answer.require("schema id " + id);
        var type = schema.path("schemaType").asText("AVRO");
        return type.equals("AVRO")
                ? parse(schema.path("schema").asText(), id)
                : new Finding.Unknown("schema id %d is %s, not Avro".formatted(id, type));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private int registeredId(RegistryAnswer answer, Schema schema) {
        if (answer.isNotFound()) {
            throw new SchemasUnavailableException(
                    ("%s has no such schema under the subject %s, and %s is false: register it with"
                                    + " './lifeline schemas register --registry %s'")
                            .formatted(
                                    name,
                                    schema.getFullName(),
                                    SchemaSettings.REGISTER,
                                    settings.url()));
        }
        return id(answer, schema);
    }

    private int id(RegistryAnswer answer, Schema schema) {
        var id = answer.require("the subject " + schema.getFullName()).path("id");
        if (!id.canConvertToInt()) {
            throw new SchemasUnavailableException(
                    "%s gives no id for %s; is the address a Confluent-compatible API's?"
                            .formatted(name, schema.getFullName()));
        }
        return id.intValue();
    }

    private static Finding parse(String text, int id) {
        try {
            return new Finding.Known(new Schema.Parser().parse(text));
        } catch (AvroRuntimeException e) {
            return new Finding.Unknown(
                    "schema id %d is no Avro schema: %s".formatted(id, e.getMessage()));
        }
    }

    private RegistryAnswer post(String path, JsonNode body) throws InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", MEDIA_TYPE)
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        var request =
                HttpRequest.newBuilder(URI.create(settings.url() + path))
                        .timeout(PATIENCE)
                        .header("Accept", MEDIA_TYPE + ", application/json");
        if (settings.username() != null) {
            var credentials = settings.username() + ":" + settings.password();
            var encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
            request.header("Authorization", "Basic " + encoded);
        }
        return request;
    }

    private RegistryAnswer send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new RegistryAnswer(name, response.statusCode(), response.body());
        } catch (IOException e) {
            var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new SchemasUnavailableException(
                    "%s cannot be reached (%s)".formatted(name, reason), e);
        }
    }
}
