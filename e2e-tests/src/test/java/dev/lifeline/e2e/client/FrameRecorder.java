package dev.lifeline.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.schemas.contract.JsonContract;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all that a WebSocket receives, and the first frame that is not as documented; cuts it off
 * when it has enough.
 */
final class FrameRecorder implements WebSocket.Listener {

    private static final int ABNORMAL = 1006;

    /** How a connection ended. */
    private record Ending(int code, String reason) {}

    private final JsonContract contract;
    private final int enough;
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private int events;
    private volatile @Nullable Ending ending;
    private volatile @Nullable AssertionError undocumented;

    /**
     * @param enough events after which the connection is cut, without a close frame
     */
    FrameRecorder(JsonContract contract, int enough) {
        this.contract = contract;
        this.enough = enough;
    }

    /** Fails if a frame was not as documented. */
    void requireDocumented() {
        var failure = undocumented;
        if (failure != null) {
            throw failure;
        }
    }

    List<JsonNode> frames() {
        requireDocumented();
        return List.copyOf(frames);
    }

    boolean isClosed() {
        return ending != null;
    }

    /** 0 while the connection lives. */
    int closeCode() {
        var end = ending;
        return end == null ? 0 : end.code();
    }

    String closeReason() {
        var end = ending;
        return end == null ? "" : end.reason();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            take(partial.toString());
            partial.setLength(0);
        }
        if (events < enough) {
            socket.request(1);
        } else {
            socket.abort();
            ending = new Ending(ABNORMAL, "cut by the client");
        }
        return null;
    }

    private void take(String frame) {
        try {
            var received = contract.frame(frame);
            frames.add(received);
            events += (int) EventStream.eventsOf(received).count();
        } catch (AssertionError e) {
            undocumented = e;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        ending = new Ending(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        ending = new Ending(ABNORMAL, error.toString());
    }
}
