package dev.lifeline.cli.demo;

import dev.lifeline.cli.auth.TokenClaims;
import dev.lifeline.cli.runs.GatewayClient;
import dev.lifeline.cli.stack.LocalStack;
import dev.lifeline.cli.stack.Part;
import dev.lifeline.cli.stream.ResumableStream;
import dev.lifeline.cli.stream.SequenceLedger;
import dev.lifeline.cli.stream.StreamRequest;
import dev.lifeline.cli.stream.StreamSignal;
import dev.lifeline.cli.stream.StreamedEvent;
import dev.lifeline.cli.terminal.CliFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run is watched while the gateway is killed in its middle; nothing may be missing or repeated.
 */
final class ResumeScene {

    private static final String USER = "alice";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> REQUIRED =
            Set.of(
                    "agent_started",
                    "agent_thinking",
                    "tool_executing",
                    "tool_completed",
                    "agent_completed");

    private final LocalStack stack;
    private final Narrator narrator;
    private final SequenceLedger ledger = new SequenceLedger();
    private final Set<String> types = new LinkedHashSet<>();
    private boolean killed;
    private long receivedBeforeResuming;

    ResumeScene(LocalStack stack, Narrator narrator) {
        this.stack = stack;
        this.narrator = narrator;
    }

    void play() throws InterruptedException {
        narrator.heading(
                "A run, its events live over a WebSocket, and the gateway killed in the middle");
        var gateway = stack.ports().url(Part.GATEWAY);
        var run =
                new GatewayClient(gateway, token())
                        .start("researcher", "How far does a lighthouse shine?", Optional.empty());
        narrator.say("run %s of agent researcher for user %s".formatted(run.runId(), USER));
        try (var stream =
                ResumableStream.open(StreamRequest.run(gateway, this::token, run.runId()))) {
            while (!ledger.isComplete(run.runId())) {
                take(next(stream), run.runId());
            }
        }
        judge(run.runId());
    }

    private String token() {
        return stack.token(TokenClaims.user(USER));
    }

    private static StreamSignal next(ResumableStream stream) throws InterruptedException {
        return stream.next(PATIENCE)
                .orElseThrow(() ->
                        new CliFailure("Nothing arrived for %d s".formatted(PATIENCE.toSeconds())));
    }

    private void take(StreamSignal signal, String runId) throws InterruptedException {
        switch (signal) {
            case StreamSignal.Events(var cursor, var events) -> show(cursor, events);
            case StreamSignal.Connected _ -> {
                if (killed) {
                    receivedBeforeResuming = ledger.received(runId);
                    narrator.act("reconnected, resumed after the last cursor");
                }
            }
            case StreamSignal.Gap(var _, var _, var reason) ->
                    throw new CliFailure("Events are lost: the gateway announced a gap, " + reason);
            case StreamSignal.Rejected(var reason) ->
                    throw new CliFailure("The gateway ended the stream: " + reason);
            case StreamSignal.Disconnected _, StreamSignal.CaughtUp _, StreamSignal.Completed _ -> {
                // The disconnection is this scene's own doing, and the ledger knows the end.
            }
        }
    }

    private void show(String cursor, List<StreamedEvent> events) throws InterruptedException {
        for (StreamedEvent event : events) {
            narrator.event(event);
            ledger.record(event);
            types.add(event.type());
        }
        boolean toolStarted = types.contains("tool_executing");
        if (toolStarted && !killed) {
            killAndRestart(cursor);
        }
    }

    private void killAndRestart(String cursor) throws InterruptedException {
        killed = true;
        narrator.act("SIGKILL to the gateway, pid " + stack.process(Part.GATEWAY).pid());
        stack.kill(Part.GATEWAY);
        narrator.act("restarting it; the last cursor is " + cursor);
        stack.restart(Part.GATEWAY);
    }

    private void judge(String runId) {
        var absent = new ArrayList<>(REQUIRED);
        absent.removeAll(types);
        if (!absent.isEmpty()) {
            throw new CliFailure("These events never came: " + absent);
        }
        long resumed = ledger.received(runId) - receivedBeforeResuming;
        narrator.say(
                "%d events came over the first connection, %d over the second"
                        .formatted(receivedBeforeResuming, resumed));
        if (receivedBeforeResuming == 0 || resumed == 0) {
            throw new CliFailure("The run was not cut in its middle: nothing is shown by this");
        }
        boolean sound = ledger.missed() == 0 && ledger.repeated() == 0 && ledger.outOfOrder() == 0;
        narrator.result("missed %d, repeated %d".formatted(ledger.missed(), ledger.repeated()));
        if (!sound) {
            throw new CliFailure(
                    "The sequence numbers are not 1, 2, 3 …: %d came out of order"
                            .formatted(ledger.outOfOrder()));
        }
    }
}
