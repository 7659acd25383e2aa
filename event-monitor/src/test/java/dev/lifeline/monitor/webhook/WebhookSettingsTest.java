package dev.lifeline.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeline.monitor.MonitorConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSettingsTest {

    private static final String SECRET = "0123456789abcdef";

    @Test
    void withoutAnAddressNobodyIsTold() {
        assertThat(WebhookSettings.of(config(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ops.example.com/alerts",
                "http://localhost:9093/api/v2/alerts",
                "http://127.0.0.1:9093/",
                "http://[::1]:9093/",
            })
    void encryptedOrNotLeavingTheHostItMayBe(String url) {
        assertThat(WebhookSettings.of(config(Map.of("url", url, "secret", SECRET)))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "http://ops.example.com/alerts, https",
        "http://127.0.0.1.example.com/, https",
        "ftp://localhost/, https",
        "/alerts, address",
        "https://olga:sesame@ops.example.com/, password",
    })
    void otherAddressesAreRefusedWithTheReason(String url, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSettings.of(config(Map.of("url", url, "secret", SECRET))))
                .withMessageContaining("lifeline.monitor.webhook.url")
                .withMessageContaining(reason)
                .withMessageNotContaining("sesame");
    }

    @Test
    void anUnencryptedAddressMayBeAllowed() {
        var settings =
                Map.of("url", "http://alertmanager:9093/", "secret", SECRET, "allow-http", "true");

        assertThat(WebhookSettings.of(config(settings))).isPresent();
    }

    @Test
    void whoCallsMustBeTellableUnlessItIsAlertmanager() {
        var url = "https://ops.example.com/";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSettings.of(config(Map.of("url", url))))
                .withMessageContaining("webhook.secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSettings.of(config(Map.of("url", url, "secret", "123"))))
                .withMessageContaining("16")
                .withMessageNotContaining("123");
        assertThat(WebhookSettings.of(config(Map.of("url", url, "format", "alertmanager"))))
                .isPresent();
    }

    @Test
    void whatIsLoggedHoldsNoSecret() {
        var settings =
                WebhookSettings.of(
                                config(
                                        Map.of(
                                                "url",
                                                "https://ops.example.com/token?key=sesame",
                                                "secret",
                                                SECRET)))
                        .orElseThrow();

        assertThat(settings.toString()).isEqualTo("webhook to https://ops.example.com");
    }

    private static MonitorConfig config(Map<String, String> webhook) {
        var properties = new HashMap<String, String>();
        webhook.forEach((name, value) -> properties.put("lifeline.monitor.webhook." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(MonitorConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withDefaultValue("java.io.tmpdir", "/tmp")
                .build()
                .getConfigMapping(MonitorConfig.class);
    }
}
