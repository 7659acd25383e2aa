package dev.lifeline.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream survives its connections, and says when it cannot. */
@Timeout(120)
class ResumableStreamTest {

    @SuppressWarnings("NullAway.Init") // set before each test
    private ScriptedGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new ScriptedGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void after_a_cut_it_resumes_behind_the_last_event() throws Exception {
        // given
        gateway.then(
                        socket -> {
                            send(
                                    socket,
                                    Frames.welcome("c0", 10),
                                    Frames.event(1),
                                    Frames.event(2));
                            gateway.cut(socket);
                        })
                .then(socket -> {
                    send(socket, Frames.welcome("c2", 10), Frames.events(3, 4));
                    close(socket, 1000);
                });

        // when
        List<StreamSignal> signals = readAll();

        // then
        assertThat(sequences(signals)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(uris())
                .containsExactly(
                        "/v1/stream?runId=" + Frames.RUN,
                        "/v1/stream?runId=" + Frames.RUN + "&cursor=c2");
        assertThat(signals.getLast()).isEqualTo(new StreamSignal.Completed());
    }

    @Test
    void a_cut_before_any_event_resumes_from_the_welcome() throws Exception {
        // given
        gateway.then(
                        socket -> {
                            send(socket, Frames.welcome("c0", 10));
                            gateway.cut(socket);
                        })
                .then(socket -> close(socket, 1000));

        // when
        readAll();

        // then
        assertThat(uris().getLast()).endsWith("&cursor=c0");
    }

    @Test
    void a_server_that_goes_away_is_called_again_when_it_said() throws Exception {
        // given
        gateway.then(
                        socket -> {
                            send(socket, Frames.welcome("c0", 10), Frames.goAway(321));
                            close(socket, 1012);
                        })
                .then(socket -> close(socket, 1000));

        // when
        List<StreamSignal> signals = readAll();

        // then
        assertThat(signals)
                .filteredOn(StreamSignal.Disconnected.class::isInstance)
                .extracting(signal -> ((StreamSignal.Disconnected) signal).retryIn())
                .containsExactly(Duration.ofMillis(321));
    }

    @Test
    void a_silent_connection_is_given_up() throws Exception {
        // given
        gateway.then(socket -> send(socket, Frames.welcome("c0", 1)))
                .then(socket -> close(socket, 1000));

        // when
        List<StreamSignal> signals = readAll();

        // then
        assertThat(signals)
                .filteredOn(StreamSignal.Disconnected.class::isInstance)
                .first()
                .extracting(signal -> ((StreamSignal.Disconnected) signal).reason())
                .isEqualTo("silent for 3 s");
    }

    @Test
    void a_gap_is_announced_and_passed() throws Exception {
        // given
        gateway.then(
                        socket -> {
                            send(socket, Frames.welcome("c1", 10), Frames.gap("c7"));
                            gateway.cut(socket);
                        })
                .then(socket -> close(socket, 1000));

        // when
        List<StreamSignal> signals = readAll();

        // then
        assertThat(signals).contains(new StreamSignal.Gap("c1", "c7", "retention"));
        assertThat(uris().getLast()).endsWith("&cursor=c7");
    }

    @Test
    void a_server_in_trouble_is_tried_again() throws Exception {
        // given
        gateway.refuse(503).then(socket -> close(socket, 1000));

        // when
        List<StreamSignal> signals = readAll();

        // then
        assertThat(signals.getFirst()).isInstanceOf(StreamSignal.Disconnected.class);
        assertThat(signals.getLast()).isEqualTo(new StreamSignal.Completed());
    }

    @Test
    void a_refusal_is_final() throws Exception {
        // given
        gateway.refuse(401);

        // when / then
        assertThat(readAll()).containsExactly(new StreamSignal.Rejected("HTTP status 401"));
    }

    @Test
    void a_refused_cursor_is_final() throws Exception {
        // given
        gateway.then(socket -> close(socket, 4004));

        // when / then
        assertThat(readAll()).containsExactly(new StreamSignal.Rejected("closed with 4004"));
    }

    @Test
    void the_token_travels_in_the_header_only() throws Exception {
        // given
        gateway.then(socket -> close(socket, 1000));

        // when
        readAll();

        // then
        var request = gateway.requests().getFirst();
        assertThat(request.authorization()).isEqualTo("Bearer t0ken");
        assertThat(request.protocol()).isEqualTo("lifeline.v1");
        assertThat(request.uri()).doesNotContain("t0ken");
    }

    private List<StreamSignal> readAll() throws InterruptedException {
        var signals = new ArrayList<StreamSignal>();
        var request = StreamRequest.run(gateway.address(), () -> "t0ken", Frames.RUN);
        try (var stream = ResumableStream.open(request)) {
            StreamSignal signal;
            do {
                signal = stream.next();
                signals.add(signal);
            } while (!isLast(signal));
        }
        return signals;
    }

    private static boolean isLast(StreamSignal signal) {
        return signal instanceof StreamSignal.Completed || signal instanceof StreamSignal.Rejected;
    }

    private List<String> uris() {
        return gateway.requests().stream().map(ScriptedGateway.Request::uri).toList();
    }

    private static List<Long> sequences(List<StreamSignal> signals) {
        return signals.stream()
                .filter(StreamSignal.Events.class::isInstance)
                .flatMap(signal -> ((StreamSignal.Events) signal).events().stream())
                .map(StreamedEvent::sequence)
                .toList();
    }

    private static void send(ServerWebSocket socket, String... frames) {
        for (String frame : frames) {
            var _ = socket.writeTextMessage(frame);
        }
    }

    private static void close(ServerWebSocket socket, int code) {
        var _ = socket.close((short) code);
    }
}
