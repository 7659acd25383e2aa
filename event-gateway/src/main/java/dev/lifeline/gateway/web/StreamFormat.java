package dev.lifeline.gateway.web;

import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.gateway.stream.Frame;
import dev.lifeline.gateway.stream.FrameJson;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a stream is written as an HTTP answer. */
enum StreamFormat {
    /** Bare events, one a line; what is no event is left out. */
    LINES("application/x-ndjson") {
        @Override
        String text(Frame frame) {
            return frame.events().stream()
                    .map(Reading.Event::json)
                    .map(json -> json + "\n")
                    .collect(Collectors.joining());
        }

        // The last chunk is missing: so a client can tell that it does not have all.
        @Override
        void breakOff(HttpServerResponse response) {
            response.reset();
        }
    },

    /** Server-sent events: all frames, with their cursors as ids. */
    EVENTS("text/event-stream") {
        @Override
        String text(Frame frame) {
            var text = new StringBuilder("event: ").append(frame.kind()).append('\n');
            var stored = frame.stored();
            if (stored != null) {
                text.append("id: ").append(CursorCodec.encode(stored)).append('\n');
            }
            retry(frame)
                    .ifPresent(wait -> text.append("retry: ").append(wait.toMillis()).append('\n'));
            return text.append("data: ").append(FrameJson.text(frame)).append("\n\n").toString();
        }

        // The client comes back by itself, and goes on where it stands.
        @Override
        void breakOff(HttpServerResponse response) {
            response.end();
        }
    };

    private static final Duration USUAL_RETRY = Duration.ofSeconds(3);

    private final String mediaType;

    StreamFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** The frame's text; empty where it is left out. */
    abstract String text(Frame frame);

    /** Ends an answer before all is said. */
    abstract void breakOff(HttpServerResponse response);

    /** One delay when this gateway goes, and the usual one again from the next. */
    private static Optional<Duration> retry(Frame frame) {
        return switch (frame) {
            case Frame.Welcome _ -> Optional.of(USUAL_RETRY);
            case Frame.GoAway away -> Optional.of(away.reconnectAfter());
            case Frame.Live _,
                    Frame.History _,
                    Frame.CaughtUp _,
                    Frame.Heartbeat _,
                    Frame.Gap _,
                    Frame.Refusal _ ->
                    Optional.empty();
        };
    }
}
