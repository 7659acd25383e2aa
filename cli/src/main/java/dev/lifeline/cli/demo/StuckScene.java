package dev.lifeline.cli.demo;

import dev.lifeline.cli.auth.TokenClaims;
import dev.lifeline.cli.runs.GatewayClient;
import dev.lifeline.cli.stack.LocalStack;
import dev.lifeline.cli.stack.Part;
import dev.lifeline.cli.stream.ResumableStream;
import dev.lifeline.cli.stream.StreamRequest;
import dev.lifeline.cli.stream.StreamSignal;
import dev.lifeline.cli.stream.StreamedEvent;
import dev.lifeline.cli.terminal.CliFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A run's tool never returns: the monitor notices the silence, the executor ends the run. */
final class StuckScene {

    private static final String USER = "bob";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final LocalStack stack;
    private final Narrator narrator;

    StuckScene(LocalStack stack, Narrator narrator) {
        this.stack = stack;
        this.narrator = narrator;
    }

    void play() throws InterruptedException {
        narrator.heading("A run whose tool never returns, and the monitor that notices");
        var gateway = stack.ports().url(Part.GATEWAY);
        var run =
                new GatewayClient(gateway, token())
                        .start(
                                "stuck",
                                "Wait for an answer that never comes",
                                Optional.of(DEADLINE));
        narrator.say(
                "run %s of agent stuck for user %s; its deadline is in %d s"
                        .formatted(run.runId(), USER, DEADLINE.toSeconds()));
        try (var stream =
                ResumableStream.open(StreamRequest.run(gateway, this::token, run.runId()))) {
            showUntil(stream, "tool_executing");
            var alerts = new AlertClient(stack.ports().url(Part.MONITOR), operatorToken());
            var fired = await(alerts, "firing", alert -> alert.runId().equals(run.runId()));
            showUntil(stream, "agent_completed");
            await(alerts, "resolved", alert -> alert.alertId().equals(fired.alertId()));
        }
    }

    private RunAlert await(AlertClient alerts, String state, Predicate<RunAlert> wanted)
            throws InterruptedException {
        var alert = alerts.await(state, wanted, PATIENCE);
        narrator.alert(state, alert);
        return alert;
    }

    private void showUntil(ResumableStream stream, String type) throws InterruptedException {
        while (true) {
            switch (next(stream)) {
                case StreamSignal.Events(var _, var events) -> {
                    events.forEach(narrator::event);
                    if (events.stream().map(StreamedEvent::type).anyMatch(type::equals)) {
                        return;
                    }
                }
                case StreamSignal.Completed() ->
                        throw new CliFailure("The run ended without " + type);
                case StreamSignal.Rejected(var reason) ->
                        throw new CliFailure("The gateway ended the stream: " + reason);
                case StreamSignal.Connected _,
                        StreamSignal.CaughtUp _,
                        StreamSignal.Disconnected _,
                        StreamSignal.Gap _ -> {
                    // Of no account here: the next event is waited for.
                }
            }
        }
    }

    private static StreamSignal next(ResumableStream stream) throws InterruptedException {
        return stream.next(PATIENCE)
                .orElseThrow(() ->
                        new CliFailure("Nothing arrived for %d s".formatted(PATIENCE.toSeconds())));
    }

    private String token() {
        return stack.token(TokenClaims.user(USER));
    }

    private String operatorToken() {
        return stack.token(TokenClaims.operator("demo-operator"));
    }
}
