package dev.lifeline.monitor.webhook;

import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.monitor.WebhookFormat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where alerts are sent and how; refused when that could not be right.
 *
 * @param secrets that each request is signed with: the current one, and while it is being changed
 *     another
 * @param resend how often firing alerts are repeated, where the format needs that
 */
record WebhookSettings(
        URI url,
        WebhookFormat format,
        List<String> secrets,
        String group,
        Duration timeout,
        Duration longestWait,
        Duration resend) {

    private static final int SHORTEST_SECRET = 16;
    private static final String KEY = "lifeline.monitor.webhook.";

    WebhookSettings {
        secrets = List.copyOf(secrets);
    }

    /**
     * The settings, empty if there is no receiver.
     *
     * @throws IllegalArgumentException if they are not safe or contradict each other
     */
    static Optional<WebhookSettings> of(MonitorConfig config) {
        return config.webhook().url().map(url -> of(url, config.webhook(), config.applicationId()));
    }

    private static WebhookSettings of(URI url, MonitorConfig.Webhook webhook, String application) {
        requireSafe(url, webhook.allowHttp());
        var secrets =
                Stream.of(webhook.secret(), webhook.secondSecret())
                        .flatMap(Optional::stream)
                        .toList();
        requireLong(secrets);
        if (secrets.isEmpty() && webhook.format() == WebhookFormat.LIFELINE) {
            throw refused("secret", "must be set: the receiver tells by it who calls");
        }
        return new WebhookSettings(
                url,
                webhook.format(),
                secrets,
                webhook.group().orElse(application + "-webhook"),
                webhook.timeout(),
                webhook.longestWait(),
                webhook.resend());
    }

    /** For logs: an address may hold what only the receiver is to know. */
    String receiver() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    @Override
    public String toString() {
        return "webhook to " + receiver();
    }

    private static void requireSafe(URI url, boolean allowHttp) {
        if (url.getHost() == null || url.getScheme() == null) {
            throw refused("url", "must be an address like https://HOST/PATH");
        }
        if (url.getRawUserInfo() != null) {
            throw refused("url", "must not contain a user or a password");
        }
        var safe =
                url.getScheme().equals("https")
                        || (url.getScheme().equals("http")
                                && (allowHttp || isLoopback(url.getHost())));
        if (!safe) {
            throw refused("url", "must begin with https:// (see also webhook.allow-http)");
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d+){3}");
    }

    private static void requireLong(List<String> secrets) {
        if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST_SECRET)) {
            throw refused("secret", "must have at least %d characters".formatted(SHORTEST_SECRET));
        }
    }

    private static IllegalArgumentException refused(String key, String why) {
        return new IllegalArgumentException(KEY + key + " " + why);
    }
}
