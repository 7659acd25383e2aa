package dev.lifeline.schemas.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.schemas.registry.SchemaSettings.Framing;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaSettingsTest {

    private static final String URL = "lifeline.schema.registry.url";

    @Test
    void thereIsNoRegistryUnlessOneIsNamed() {
        var settings = settings(Map.of());

        assertThat(settings.registry()).isNull();
        assertThat(settings.framing()).isEqualTo(Framing.SINGLE_OBJECT);
    }

    @Test
    void aRegistryImpliesItsFramingAndRegistration() {
        var settings = settings(Map.of(URL, "http://registry:8080/apis/ccompat/v7/"));

        assertThat(settings.framing()).isEqualTo(Framing.CONFLUENT);
        var registry = requireNonNull(settings.registry());
        assertThat(registry.url()).isEqualTo(URI.create("http://registry:8080/apis/ccompat/v7"));
        assertThat(registry.register()).isTrue();
    }

    @Test
    void readersCanBeGivenTheRegistryBeforeWritersUseIt() {
        var settings =
                settings(
                        Map.of(URL, "http://registry", "lifeline.schema.framing", "single-object"));

        assertThat(settings.registry()).isNotNull();
        assertThat(settings.framing()).isEqualTo(Framing.SINGLE_OBJECT);
    }

    @Test
    void aPasswordIsNeverPrinted() {
        var settings =
                settings(
                        Map.of(
                                URL,
                                "http://registry",
                                "lifeline.schema.registry.username",
                                "lifeline",
                                "lifeline.schema.registry.password",
                                "hunter2"));

        assertThat(requireNonNull(settings.registry()).password()).isEqualTo("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertWrong(Map.of(URL, "registry:8080"), URL, "no http or https address");
        assertWrong(Map.of(URL, "http://a b"), URL, "no address");
        assertWrong(Map.of(URL, "http://me:secret@registry"), URL, "must not hold a password");
        assertWrong(
                Map.of(URL, "http://registry", "lifeline.schema.registry.username", "me"),
                "lifeline.schema.registry.password",
                "together");
        assertWrong(
                Map.of(URL, "http://registry", "lifeline.schema.registry.register", "yes"),
                "lifeline.schema.registry.register",
                "true or false");
        assertWrong(
                Map.of("lifeline.schema.framing", "avro"), "lifeline.schema.framing", "confluent");
        assertWrong(Map.of("lifeline.schema.framing", "confluent"), URL, "needs a registry");
    }

    private static void assertWrong(Map<String, String> properties, String name, String reason) {
        assertThatThrownBy(() -> settings(properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }

    private static SchemaSettings settings(Map<String, String> properties) {
        return SchemaSettings.from(name -> Optional.ofNullable(properties.get(name)));
    }
}
