package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.MonitorConfig;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.microprofile.config.Config;

/** Where the other instances reach this one: told, or this host's address and the HTTP port. */
@Singleton
public final class AdvertisedAddress {

    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "");

    private final String text;

    AdvertisedAddress(MonitorConfig config, Config all) {
        text = config.advertisedAddress().orElseGet(() -> found(all));
    }

    /** As {@code host:port}. */
    public String text() {
        return text;
    }

    /** The same, as Kafka Streams tells it of an instance. */
    static String of(HostInfo instance) {
        return address(instance.host(), instance.port());
    }

    private static String found(Config config) {
        var host = config.getOptionalValue("quarkus.http.host", String.class).orElse("");
        int port = config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8082);
        return address(EVERYWHERE.contains(host) ? thisHost() : host, port);
    }

    private static String address(String host, int port) {
        return host.contains(":") ? "[%s]:%d".formatted(host, port) : host + ":" + port;
    }

    private static String thisHost() {
        try {
            // Of a container or a pod, the address that others know; its name they may not resolve.
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
