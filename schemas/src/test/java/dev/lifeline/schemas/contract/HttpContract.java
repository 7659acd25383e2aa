package dev.lifeline.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds a service's HTTP answers against its OpenAPI document in {@code docs/openapi}. */
public final class HttpContract {

    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final int FIRST_REFUSAL = 400;
    private static final String DATA = "data: ";

    private final String document;
    private final JsonNode openApi;
    private final List<Documented> documented = new ArrayList<>();

    private HttpContract(String service) {
        document = "openapi/" + service + ".yaml";
        openApi = PublishedDocuments.read(document);
        openApi.path("paths")
                .properties()
                .forEach(path -> addOperations(path.getKey(), path.getValue()));
        // An exact path before one with parameters.
        documented.sort(Comparator.comparing(d -> d.operation().path().contains("{")));
    }

    /** One method of one path, which may have {@code {parameters}}. */
    public record Operation(String method, String path) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** An operation, and where in the document it stands. */
    private record Documented(Operation operation, Pattern path, String pointer) {

        boolean answers(String aMethod, String aPath) {
            return operation.method().equals(aMethod) && path.matcher(aPath).matches();
        }
    }

    /** The document of that service. */
    public static HttpContract of(String service) {
        return new HttpContract(service);
    }

    /** All that is documented. */
    public List<Operation> operations() {
        return documented.stream().map(Documented::operation).toList();
    }

    /** Fails unless the answer is a documented one, in status, media type and body. */
    public void require(String method, String path, int status, String mediaType, String body) {
        var found = documented.stream().filter(d -> d.answers(method, path)).findFirst();
        if (found.isEmpty()) {
            requireRefusal(method, path, status);
            return;
        }
        var call = "%s %s answered with %d".formatted(method, path, status);
        var response = response(found.get(), status).orElseThrow(() -> undocumented(call));
        var content = openApi.at(response).path("content");
        if (content.isEmpty()) {
            return;
        }
        var type = mediaType.split(";", 2)[0].strip();
        if (!content.has(type)) {
            throw undocumented(call + " as " + mediaType);
        }
        var schema = "%s#%s/content/%s/schema".formatted(document, response, escaped(type));
        bodies(type, body).forEach(json -> JsonContract.strict().require(schema, json));
    }

    private void addOperations(String path, JsonNode item) {
        var pattern = Pattern.compile(path.replaceAll("\\{[^}]*}", "[^/]+"));
        for (var method : METHODS) {
            if (item.has(method)) {
                documented.add(
                        new Documented(
                                new Operation(method.toUpperCase(Locale.ROOT), path),
                                pattern,
                                "/paths/" + escaped(path) + "/" + method));
            }
        }
    }

    private Optional<String> response(Documented found, int status) {
        var pointer = found.pointer() + "/responses/" + status;
        var response = openApi.at(pointer);
        if (response.isMissingNode()) {
            return Optional.empty();
        }
        var reference = response.path("$ref").asText();
        return Optional.of(reference.isEmpty() ? pointer : reference.substring(1));
    }

    private void requireRefusal(String method, String path, int status) {
        if (status < FIRST_REFUSAL) {
            throw undocumented("%s %s answered with %d".formatted(method, path, status));
        }
    }

    private AssertionError undocumented(String what) {
        return new AssertionError("docs/%s does not say that %s".formatted(document, what));
    }

    private static List<String> bodies(String type, String body) {
        return switch (type) {
            case "application/x-ndjson" -> body.lines().toList();
            case "text/event-stream" ->
                    body.lines()
                            .filter(line -> line.startsWith(DATA))
                            .map(line -> line.substring(DATA.length()))
                            .toList();
            default -> List.of(body);
        };
    }

    private static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }
}
