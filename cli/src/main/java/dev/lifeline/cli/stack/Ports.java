package dev.lifeline.cli.stack;

import dev.lifeline.local.FreePorts;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where each part of a stack listens, on the loopback interface only. */
public record Ports(int gateway, int executor, int monitor, int broker, int controller) {

    private static final int COUNT = 5;
    private static final int LOWEST_BASE = 1024;
    private static final int HIGHEST_BASE = 65_536 - COUNT;

    /** 8080 to 8082 for the services, Kafka's usual port for the broker. */
    public static final Ports DEFAULT = new Ports(8080, 8081, 8082, 9092, 9093);

    /** Five consecutive ports: gateway, executor, monitor, broker, its controller. */
    public static Ports from(int base) {
        if (base < LOWEST_BASE || base > HIGHEST_BASE) {
            throw new IllegalArgumentException(
                    "The base port lies between %d and %d, not at %d"
                            .formatted(LOWEST_BASE, HIGHEST_BASE, base));
        }
        return new Ports(base, base + 1, base + 2, base + 3, base + 4);
    }

    /** Ports nobody listened on a moment ago. */
    public static Ports free() {
        return from(FreePorts.block(COUNT));
    }

    public int of(Part part) {
        return switch (part) {
            case BROKER -> broker;
            case EXECUTOR -> executor;
            case MONITOR -> monitor;
            case GATEWAY -> gateway;
        };
    }

    /** The base address of a service. */
    public URI url(Part service) {
        return URI.create("http://localhost:" + of(service));
    }

    public String bootstrapServers() {
        return "localhost:" + broker;
    }

    /** Every port with the name of who wants it. */
    Map<Integer, String> wanted() {
        var wanted = new LinkedHashMap<Integer, String>();
        wanted.put(gateway, "gateway");
        wanted.put(executor, "executor");
        wanted.put(monitor, "monitor");
        wanted.put(broker, "broker");
        wanted.put(controller, "broker's controller");
        return wanted;
    }
}
