package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lifeline.e2e.stack.Root;
import dev.lifeline.schemas.contract.HttpContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route that a service has by annotation is in its OpenAPI document. */
class HttpRoutesTest {

    private static final String JAX_RS = "jakarta.ws.rs.";
    private static final List<String> METHODS =
            List.of("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS");

    @ParameterizedTest
    @ValueSource(strings = {"agent-executor", "event-gateway", "event-monitor"})
    void every_route_is_documented(String service) {
        var classes = new ClassFileImporter().importPath(Root.resolve(service + "/target/classes"));
        var routes = classes.stream().flatMap(HttpRoutesTest::routes).toList();

        assertThat(routes).isNotEmpty().isSubsetOf(HttpContract.of(service).operations());
    }

    private static Stream<HttpContract.Operation> routes(JavaClass resource) {
        return resource.getMethods().stream()
                .flatMap(method -> METHODS.stream().flatMap(m -> route(resource, method, m)));
    }

    private static Stream<HttpContract.Operation> route(
            JavaClass resource, JavaMethod method, String name) {
        return method.isAnnotatedWith(JAX_RS + name)
                ? Stream.of(new HttpContract.Operation(name, path(resource) + path(method)))
                : Stream.of();
    }

    /** With one slash before it, or nothing. */
    private static <T extends HasAnnotations<T> & HasDescription> String path(T annotated) {
        return annotated
                .tryGetAnnotationOfType(JAX_RS + "Path")
                .flatMap(path -> path.get("value"))
                .map(path -> "/" + path.toString().replaceFirst("^/", ""))
                .orElse("");
    }
}
