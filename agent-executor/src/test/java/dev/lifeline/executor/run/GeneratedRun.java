package dev.lifeline.executor.run;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.InvalidArgumentsException;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolInvocation;
import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.executor.log.OpenRuns;
import dev.lifeline.executor.model.Models;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * A run whose model, tools and interruptions are drawn from a seed, on a log in memory. Its
 * executor may die at any event; then another takes it over, and may die as well.
 */
final class GeneratedRun {

    private static final Duration TOOL_TIMEOUT = Duration.ofMillis(20);
    private static final List<String> TOOLS =
            List.of("works", "throws", "hangs", "refuses", "breaks", "tells", "missing");

    /** Executing these twice is a violation. */
    private static final Set<String> ONLY_ONCE = Set.of("hangs", "breaks");

    private static final RunIdentity IDENTITY =
            new RunIdentity("run", "default", "alice", "run", null, null, "generated", null);

    private final Random random;
    private final List<AgentEvent> log = new ArrayList<>();
    private final Map<String, Instant> announced = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Set<String> openSpans = ConcurrentHashMap.newKeySet();
    private final Set<String> executed = ConcurrentHashMap.newKeySet();
    private final GeneratedModel model = new GeneratedModel();
    private final RunMetrics metrics = new RunMetrics(new SimpleMeterRegistry());
    private final Limits limits = new Limits(4, 8, 1_000, TOOL_TIMEOUT, Duration.ofMillis(1), 16);
    private final int stopAt;
    private final Ending stopReason;
    private final Set<Long> yielded = new HashSet<>();
    private StopSignal stop = new StopSignal();
    private int attempt = 1;
    private int dieAt = Integer.MAX_VALUE;
    private boolean diesUnheard;
    private boolean isDead;

    GeneratedRun(Random random) {
        this.random = random;
        stopAt = random.nextInt(3) == 0 ? random.nextInt(15) : Integer.MAX_VALUE;
        stopReason = random.nextBoolean() ? new Ending.Cancelled() : new Ending.TimedOut();
    }

    /** Runs to the end and returns the log. */
    List<AgentEvent> execute() {
        var span = new RunTracing(telemetry()).begin(IDENTITY, Duration.ZERO);
        begin(span).run(() -> {});
        return log();
    }

    /**
     * Runs until its executor dies, and then as long as it takes on others that may die as well.
     */
    List<AgentEvent> executeOnMortals(int deaths) {
        return executeOn(deaths, false);
    }

    /** As on mortals, but that each gives the partition up in good order. */
    List<AgentEvent> executeOnMovers(int moves) {
        return executeOn(moves, true);
    }

    private List<AgentEvent> executeOn(int ends, boolean inGoodOrder) {
        dieAt = 1 + random.nextInt(20);
        diesUnheard = random.nextBoolean();
        execute();
        while (!hasEnded()) {
            if (inGoodOrder) {
                yielded.add((long) attempt);
            }
            attempt++;
            dieAt = attempt > ends ? Integer.MAX_VALUE : log.size() + random.nextInt(10);
            diesUnheard = random.nextBoolean();
            isDead = false;
            stop = new StopSignal();
            stopIfDue();
            takeOver(OpenRuns.in(log(), yielded));
        }
        return log();
    }

    private List<AgentEvent> log() {
        if (!openSpans.isEmpty()) {
            violations.add("spans that never ended: " + openSpans);
        }
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    private boolean hasEnded() {
        return log.getLast().getType().equals(EventTypes.AGENT_COMPLETED);
    }

    private Run begin(RunSpan span) {
        var journal = journal(1, 0);
        var usage = new RunUsage();
        var loop = loop(RecordedRun.begun("input"), journal, usage, span);
        return new Run(span, "input", Instant.now(), "generated", journal, usage, loop::run);
    }

    private void takeOver(OpenRun open) {
        var recorded = RecordedRun.of(open);
        var span =
                new RunTracing(telemetry()).takeOver(IDENTITY, recorded.attempt(), Instant.now());
        var journal = journal(recorded.attempt(), open.last().getSequence());
        var usage = new RunUsage();
        var obstacle = TakeoverRule.obstacle(open, new GeneratedAgent().tools());
        Supplier<Ending> work =
                obstacle == null
                        ? loop(recorded, journal, usage, span)::run
                        : new LostRun(open, obstacle, journal, usage, span)::close;
        new Run(span, "input", Instant.now(), "generated", journal, usage, work)
                .goOn(Duration.ZERO);
    }

    private RunJournal journal(int journalAttempt, long lastSequence) {
        return new RunJournal(
                IDENTITY,
                new RunJournal.Writer("executor-" + attempt, attempt, journalAttempt),
                lastSequence,
                this::append,
                Clock.systemUTC(),
                metrics.announcement());
    }

    private RunLoop loop(RecordedRun recorded, RunJournal journal, RunUsage usage, RunSpan span) {
        return new RunLoop(
                new ToolDispatcher(
                        new GeneratedAgent().tools(), TOOL_TIMEOUT, journal, stop, metrics, span),
                new Models.NamedModel("generated", "generated", model),
                limits,
                new Conversation("prompt", List.of(), recorded.input()),
                recorded,
                journal,
                stop,
                usage,
                metrics,
                span);
    }

    /** What happened that must not. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    private OpenTelemetry telemetry() {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(
                        SdkTracerProvider.builder().addSpanProcessor(new OpenSpans()).build())
                .build();
    }

    /** The event at which the executor dies is in the log or not; what follows never is. */
    private CompletableFuture<Long> append(AgentEvent event) {
        synchronized (log) {
            isDead = isDead || (log.size() >= dieAt && diesUnheard);
            if (isDead) {
                return dead();
            }
            log.add(event);
            if (event.getType().equals(EventTypes.TOOL_EXECUTING)) {
                announced.put(event.getToolCall().getArguments(), event.getOccurredAt());
            }
            stopIfDue();
            isDead = log.size() > dieAt;
            return isDead ? dead() : CompletableFuture.completedFuture((long) log.size());
        }
    }

    private void stopIfDue() {
        if (log.size() > stopAt) {
            stop.stop(stopReason);
        }
    }

    private static CompletableFuture<Long> dead() {
        return CompletableFuture.failedFuture(OpenRuns.ownershipLost());
    }

    private long recordedTurns() {
        synchronized (log) {
            return log.stream().filter(e -> e.getTurn() != null).count();
        }
    }

    /** An agent with one tool of each kind. */
    private final class GeneratedAgent implements Agent {

        @Override
        public String name() {
            return "generated";
        }

        @Override
        public String description() {
            return "generated";
        }

        @Override
        public String prompt() {
            return "prompt";
        }

        @Override
        public List<Tool> tools() {
            return List.of(
                    tool("works", (arguments, invocation) -> "\"done\""),
                    tool("tells", (arguments, invocation) -> "{\"password\":\"secret\"}"),
                    tool(
                            "throws",
                            (arguments, invocation) -> {
                                throw new IllegalStateException("on purpose");
                            }),
                    tool(
                            "hangs",
                            (arguments, invocation) -> {
                                new CountDownLatch(1).await();
                                return "";
                            }),
                    tool(
                            "refuses",
                            (arguments, invocation) -> {
                                throw new InvalidArgumentsException("on purpose");
                            }),
                    tool(
                            "breaks",
                            (arguments, invocation) -> {
                                throw new StackOverflowError("on purpose");
                            }));
        }

        private Tool tool(String name, Tool.Body body) {
            return new Tool(
                    ToolSpecification.builder().name(name).build(),
                    !ONLY_ONCE.contains(name),
                    TOOL_TIMEOUT,
                    (arguments, invocation) -> {
                        check(name, arguments, invocation);
                        if (!executed.add(arguments) && ONLY_ONCE.contains(name)) {
                            violations.add(name + " ran twice: " + arguments);
                        }
                        return body.call(arguments, invocation);
                    });
        }
    }

    /** A tool is told when the call was announced that it is, by whichever executor that was. */
    private void check(String tool, String arguments, ToolInvocation invocation) {
        var at = announced.get(arguments);
        if (at == null) {
            violations.add(tool + " ran before it was announced: " + arguments);
        } else if (!at.equals(invocation.announcedAt())) {
            violations.add("announced at %s, told as %s".formatted(at, invocation));
        }
    }

    /** A model that says what the seed says, or fails. */
    private final class GeneratedModel implements StreamingChatModel {

        private int turn;
        private List<ChatMessage> lastMessages = List.of();

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            turn++;
            check(request.messages());
            int kind = random.nextInt(12);
            if (kind == 0) {
                throw new IllegalStateException("cannot connect, on purpose");
            }
            for (int i = random.nextInt(5); i > 0; i--) {
                handler.onPartialResponse(
                        new PartialResponse("word "), new PartialResponseContext(new NoHandle()));
            }
            if (kind == 1) {
                handler.onError(new IllegalStateException("broken in mid-stream, on purpose"));
                return;
            }
            handler.onCompleteResponse(
                    ChatResponse.builder()
                            .aiMessage(
                                    AiMessage.builder()
                                            .text("words")
                                            .toolExecutionRequests(kind < 9 ? calls() : List.of())
                                            .build())
                            .build());
        }

        /** Turns that are in the log are not asked for again, and are told as they were. */
        private void check(List<ChatMessage> messages) {
            long said = messages.stream().filter(AiMessage.class::isInstance).count();
            if (said != recordedTurns()) {
                violations.add(
                        "asked for turn %d with %d recorded".formatted(said + 1, recordedTurns()));
            }
            int before = Math.min(lastMessages.size(), messages.size());
            if (!messages.subList(0, before).equals(lastMessages)) {
                violations.add("told %s after %s".formatted(messages, lastMessages));
            }
            if (messages.toString().contains(Redaction.REPLACEMENT)) {
                violations.add("told what was redacted: " + messages);
            }
            lastMessages = messages;
        }

        private List<ToolExecutionRequest> calls() {
            var calls = new ArrayList<ToolExecutionRequest>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                calls.add(
                        ToolExecutionRequest.builder()
                                .id(random.nextInt(4) == 0 ? "same" : "call_" + turn + "_" + i)
                                .name(TOOLS.get(random.nextInt(TOOLS.size())))
                                .arguments("{\"turn\":%d,\"call\":%d}".formatted(turn, i))
                                .build());
            }
            return calls;
        }
    }

    /** Notes which spans have begun and not ended. */
    private final class OpenSpans implements SpanProcessor {

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            openSpans.add(span.getName() + " " + span.getSpanContext().getSpanId());
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            openSpans.remove(span.getName() + " " + span.getSpanContext().getSpanId());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    /** A stream that ends by itself. */
    private static final class NoHandle implements StreamingHandle {

        @Override
        public void cancel() {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
