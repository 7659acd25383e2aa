package dev.lifeline.schemas.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code lifeline.schema}, the same for every service.
 *
 * @param registry the schema registry, null where there is none
 * @param framing how values that this service writes are framed
 */
public record SchemaSettings(@Nullable Registry registry, Framing framing) {

    static final String URL = "lifeline.schema.registry.url";
    private static final String USERNAME = "lifeline.schema.registry.username";
    private static final String PASSWORD = "lifeline.schema.registry.password";
    static final String REGISTER = "lifeline.schema.registry.register";
    private static final String FRAMING = "lifeline.schema.framing";

    public SchemaSettings {
        if (framing == Framing.CONFLUENT && registry == null) {
            throw new IllegalArgumentException(
                    "%s is confluent, which needs a registry: set %s".formatted(FRAMING, URL));
        }
    }

    /** How a value names the schema it was written with. */
    public enum Framing {
        /** The Confluent wire format: by the schema's id in the registry. */
        CONFLUENT,
        /** Avro's single-object encoding: by the schema's fingerprint. */
        SINGLE_OBJECT
    }

    /**
     * A schema registry with the Confluent-compatible API.
     *
     * @param url its base, such as {@code http://registry:8080/apis/ccompat/v7}
     * @param username for basic authentication; null for none
     * @param register whether schemas that are missing there are registered by this service
     */
    public record Registry(
            URI url, @Nullable String username, @Nullable String password, boolean register) {

        public Registry {
            if (url.getHost() == null || !String.valueOf(url.getScheme()).startsWith("http")) {
                throw new IllegalArgumentException(
                        "%s is no http or https address: %s".formatted(URL, url));
            }
            if (url.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "%s must not hold a password: set %s and %s"
                                .formatted(URL, USERNAME, PASSWORD));
            }
            if ((username == null) != (password == null)) {
                throw new IllegalArgumentException(
                        "%s and %s are set together or not at all".formatted(USERNAME, PASSWORD));
            }
        }

        /** Without the password. */
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /**
     * Reads the settings.
     *
     * @param property the value of a configuration property, where it is set
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public static SchemaSettings from(Function<String, Optional<String>> property) {
        var set = property.andThen(value -> value.map(String::strip).filter(v -> !v.isEmpty()));
        var registry = set.apply(URL).map(url -> registry(url, set)).orElse(null);
        var implied = registry == null ? Framing.SINGLE_OBJECT : Framing.CONFLUENT;
        return new SchemaSettings(
                registry, set.apply(FRAMING).map(SchemaSettings::framing).orElse(implied));
    }

    private static Registry registry(String url, Function<String, Optional<String>> set) {
        return new Registry(
                uri(url),
                set.apply(USERNAME).orElse(null),
                set.apply(PASSWORD).orElse(null),
                set.apply(REGISTER).map(SchemaSettings::truth).orElse(true));
    }

    private static URI uri(String url) {
        try {
            return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s is no address: %s".formatted(URL, e.getMessage()), e);
        }
    }

    private static boolean truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "%s is true or false, not %s".formatted(REGISTER, value));
        };
    }

    private static Framing framing(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "confluent" -> Framing.CONFLUENT;
            case "single-object" -> Framing.SINGLE_OBJECT;
            default ->
                    throw new IllegalArgumentException(
                            "%s is confluent or single-object, not %s".formatted(FRAMING, value));
        };
    }
}
