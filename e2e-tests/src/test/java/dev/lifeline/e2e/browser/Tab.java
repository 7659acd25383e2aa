package dev.lifeline.e2e.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One tab: looks at its page with JavaScript, and types and clicks as a person does. */
public final class Tab implements WebSocket.Listener {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    private Tab() {}

    static Tab attach(String url) {
        var tab = new Tab();
        tab.socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(url), tab)
                        .join();
        return tab;
    }

    void navigate(URI page) {
        call("Page.navigate", Map.of("url", page.toString()));
    }

    /** Loads the page anew; what the tab keeps for it stays. */
    public void reload() {
        evaluate("window.isOld = true");
        call("Page.reload", Map.of());
        Awaitility.await("the page is loaded anew").atMost(LIMIT).until(this::isNew);
    }

    private boolean isNew() {
        try {
            return evaluate("!window.isOld && document.readyState == 'complete'").asBoolean();
        } catch (AssertionError e) {
            // While one page gives way to the next, neither can be asked.
            return false;
        }
    }

    /** The value of a JavaScript expression; null and undefined are missing nodes. */
    public JsonNode evaluate(String expression) {
        var answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until the expression is true. */
    public void await(String what, String expression) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .until(() -> evaluate("!!(" + expression + ")").asBoolean());
    }

    /** Clicks into the middle of the element. */
    public void click(String selector) {
        var box =
                Json.parse(
                        evaluate(
                                        """
                                        (() => {
                                          const element = document.querySelector('%s');
                                          element.scrollIntoView({block: 'center'});
                                          const box = element.getBoundingClientRect();
                                          return JSON.stringify({x: box.x + box.width / 2, y: box.y + box.height / 2});
                                        })()
                                        """
                                                .formatted(selector))
                                .asText());
        for (var type : new String[] {"mousePressed", "mouseReleased"}) {
            call(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            box.required("x").asDouble(),
                            "y",
                            box.required("y").asDouble(),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    /** Replaces what is in a text field. */
    public void type(String selector, String text) {
        evaluate(
                "(e => { e.focus(); e.select(); })(document.querySelector('%s'))"
                        .formatted(selector));
        call("Input.insertText", Map.of("text", text));
    }

    /** Chooses an option of a list. */
    public void choose(String selector, String value) {
        evaluate(
                """
                (list => {
                  list.value = '%s';
                  list.dispatchEvent(new Event('input', {bubbles: true}));
                  list.dispatchEvent(new Event('change', {bubbles: true}));
                })(document.querySelector('%s'))
                """
                        .formatted(value, selector));
    }

    /** Saves a picture of the whole page. */
    public void screenshot(Path file) {
        var picture =
                call(
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(picture.required("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            answered(Json.parse(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void answered(JsonNode message) {
        var call = calls.remove(message.path("id").asInt());
        if (call != null) {
            call.complete(message);
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        calls.put(id, answer);
        var socket = Objects.requireNonNull(this.socket);
        socket.sendText(Json.text(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        var message = answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new AssertionError(method + ": " + message.get("error"));
        }
        return message.path("result");
    }
}
