package dev.lifeline.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.schemas.contract.JsonContract;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps all that a WebSocket receives, and the first frame that is not as documented. */
final class FrameRecorder implements WebSocket.Listener {

    private static final int ABNORMAL = 1006;

    /** How a connection ended. */
    private record Ending(int code, String reason) {}

    private final JsonContract contract;
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile @Nullable Ending ending;
    private volatile @Nullable AssertionError undocumented;

    FrameRecorder(JsonContract contract) {
        this.contract = contract;
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
        socket.request(1);
        return null;
    }

    private void take(String frame) {
        try {
            frames.add(contract.frame(frame));
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
