package dev.lifeline.e2e.browser;

import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.stack.Root;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A headless Chromium with a fresh profile, which stays on this machine. */
public final class Chromium implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String FIRST_OF =
            "for c in chromium chromium-browser google-chrome; do"
                    + " command -v $c >/dev/null && exec $c \"$@\"; done; exit 127";
    private static final List<String> OPTIONS =
            List.of(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--window-size=1100,900",
                    "--remote-debugging-port=0");

    private final Process process;
    private final URI devTools;

    private Chromium(Process process, URI devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    /** The words that run whichever Chromium is installed. */
    private static List<String> command(List<String> arguments) {
        var words = new ArrayList<>(List.of("sh", "-c", FIRST_OF, "chromium"));
        words.addAll(arguments);
        return words;
    }

    /** Starts it; profile and log are below {@code target}, for whoever looks into a failure. */
    public static Chromium start() {
        try {
            Path parent = Files.createDirectories(Root.resolve("e2e-tests/target/chromium"));
            Path directory = Files.createTempDirectory(parent.toAbsolutePath(), "run-");
            Path profile = directory.resolve("profile");
            var arguments = new ArrayList<>(OPTIONS);
            arguments.add("--user-data-dir=" + profile);
            arguments.add("about:blank");
            var process =
                    new ProcessBuilder(command(arguments))
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("chromium.log").toFile())
                            .start();
            return new Chromium(process, devTools(profile.resolve("DevToolsActivePort")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a page in a tab of its own. */
    public Tab open(URI page) {
        // Opened blank: what is behind the # of an address would not survive the query.
        var request =
                HttpRequest.newBuilder(devTools.resolve("/json/new?about:blank"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var target = Json.parse(http.send(request, BodyHandlers.ofString()).body());
            var tab = Tab.attach(target.required("webSocketDebuggerUrl").asText());
            tab.navigate(page);
            return tab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI devTools(Path portFile) {
        Awaitility.await("Chromium says on which port it listens")
                .atMost(LIMIT)
                .until(() -> Files.exists(portFile) && Files.readString(portFile).contains("\n"));
        try {
            return URI.create("http://127.0.0.1:" + Files.readAllLines(portFile).getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
