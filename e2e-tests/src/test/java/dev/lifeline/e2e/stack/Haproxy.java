package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** HAProxy in front of three gateways, configured as {@code docs/operations.md} shows it. */
public final class Haproxy implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern EXAMPLE = Pattern.compile("```haproxy\n(.*?)```", Pattern.DOTALL);
    private static final Pattern STREAM =
            Pattern.compile(" gateways/gateway-(\\d+) .* 101 .*/v1/stream\\?shard=(\\d+)\\b");

    private final Process process;
    private final Path log;
    private final URI uri;

    private Haproxy(Process process, Path log, URI uri) {
        this.process = process;
        this.log = log;
        this.uri = uri;
    }

    /** As documented: users of one shard meet at one gateway. */
    public static Haproxy byShard(GatewayFleet gateways) {
        return start(gateways, example());
    }

    /** As documented, but for the routing, which follows chance alone. */
    public static Haproxy atRandom(GatewayFleet gateways) {
        return start(gateways, replaced(example(), "balance url_param shard", "balance random"));
    }

    /** Where users reach it. */
    public URI uri() {
        return uri;
    }

    /** The shards of the streams that it has sent to each gateway so far, by their numbers. */
    public Map<Integer, Set<Integer>> shardsByGateway() {
        var shards = new TreeMap<Integer, Set<Integer>>();
        for (var stream : STREAM.matcher(read(log)).results().toList()) {
            shards.computeIfAbsent(number(stream, 1) - 1, _ -> new TreeSet<>())
                    .add(number(stream, 2));
        }
        return shards;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Haproxy start(GatewayFleet gateways, String example) {
        int port = FreePorts.one();
        var configuration = replaced(example, "bind :8080", "bind 127.0.0.1:" + port);
        for (int i = 0; i < 3; i++) {
            var name = "gateway-%d:8080".formatted(i + 1);
            configuration = replaced(configuration, name, gateways.uri(i).getAuthority());
        }
        var directory = Scratch.directory("haproxy-");
        var file = directory.resolve("haproxy.cfg");
        write(file, configuration);
        var log = directory.resolve("haproxy.log");
        var command =
                new Command(List.of("haproxy", "-db", "-f", "haproxy.cfg"), directory, Map.of());
        var started = new Haproxy(command.start(log), log, URI.create("http://127.0.0.1:" + port));
        started.awaitAnswer();
        return started;
    }

    private void awaitAnswer() {
        Awaitility.await("HAProxy answers")
                .atMost(LIMIT)
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("HAProxy has ended:\n" + read(log));
                    }
                })
                .until(() -> Probe.answers(uri));
    }

    /** The one block of the documentation that is a configuration of HAProxy. */
    private static String example() {
        var found = EXAMPLE.matcher(read(Root.resolve("docs/operations.md"))).results().toList();
        if (found.size() != 1) {
            throw new AssertionError("docs/operations.md has not one example but " + found.size());
        }
        return found.getFirst().group(1);
    }

    private static String replaced(String text, String what, String with) {
        if (text.split(Pattern.quote(what), -1).length != 2) {
            throw new AssertionError("\"%s\" must be there once:%n%s".formatted(what, text));
        }
        return text.replace(what, with);
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
