package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.TOOL_COMPLETED;
import static dev.lifeline.schemas.EventTypes.TOOL_EXECUTING;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.lifeline.executor.agent.InvalidArgumentsException;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolInvocation;
import dev.lifeline.executor.log.OwnershipLostException;
import dev.lifeline.schemas.avro.ToolCall;
import dev.lifeline.schemas.avro.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The only caller of tools: announces each call before it is made and its result before anyone acts
 * on it, whatever the tool does. Thread-safe.
 */
final class ToolDispatcher {

    private final List<ToolSpecification> specifications;
    private final Map<String, Tool> tools;
    private final Duration defaultTimeout;
    private final RunJournal journal;
    private final StopSignal stop;
    private final RunMetrics metrics;
    private final RunSpan run;

    /**
     * @param defaultTimeout of a call to a tool that has none of its own
     */
    ToolDispatcher(
            List<Tool> tools,
            Duration defaultTimeout,
            RunJournal journal,
            StopSignal stop,
            RunMetrics metrics,
            RunSpan run) {
        specifications = tools.stream().map(Tool::specification).toList();
        this.tools =
                tools.stream()
                        .collect(
                                Collectors.toMap(
                                        Tool::name,
                                        Function.identity(),
                                        (a, b) -> a,
                                        TreeMap::new));
        this.defaultTimeout = defaultTimeout;
        this.journal = journal;
        this.stop = stop;
        this.metrics = metrics;
        this.run = run;
    }

    /** What the model is told that it may call. */
    List<ToolSpecification> specifications() {
        return specifications;
    }

    /** Makes one call, from announcement to announced result. */
    ToolOutcome dispatch(int step, ToolExecutionRequest request) {
        var tool = tools.get(request.name());
        if (tool == null || tool.repeatable()) {
            return run.tool(
                    knownName(request), request.id(), span -> dispatch(step, request, span));
        }
        // Before the announcement: from there on, the run would be lost without the result.
        try (var _ = journal.hold()) {
            return run.tool(
                    knownName(request), request.id(), span -> dispatch(step, request, span));
        }
    }

    /** Makes a call again that an executor announced, and did not live to complete. */
    ToolOutcome repeat(int step, ToolExecutionRequest request, Instant announcedAt) {
        return run.tool(
                knownName(request),
                request.id(),
                span -> complete(step, request, announcedAt, span));
    }

    private ToolOutcome dispatch(int step, ToolExecutionRequest request, RunSpan.ToolSpan span) {
        var announcedAt =
                journal.announce(
                        TOOL_EXECUTING,
                        event ->
                                event.setTraceparent(span.traceparent())
                                        .setToolCall(
                                                new ToolCall(
                                                        step,
                                                        request.id(),
                                                        request.name(),
                                                        request.arguments())));
        return complete(step, request, announcedAt, span);
    }

    private ToolOutcome complete(
            int step, ToolExecutionRequest request, Instant announcedAt, RunSpan.ToolSpan span) {
        long begin = System.nanoTime();
        var outcome = execute(request, announcedAt, span);
        var duration = Duration.ofNanos(System.nanoTime() - begin);
        metrics.toolCompleted(knownName(request), outcome.status());
        journal.announce(
                TOOL_COMPLETED,
                event ->
                        event.setTraceparent(span.traceparent())
                                .setToolResult(section(step, request, outcome, duration)));
        return outcome;
    }

    /** The tool's name where there is such a tool: names in metrics and spans must be few. */
    private String knownName(ToolExecutionRequest request) {
        return tools.containsKey(request.name()) ? request.name() : "unknown";
    }

    private static ToolResult section(
            int step, ToolExecutionRequest request, ToolOutcome outcome, Duration duration) {
        return ToolResult.newBuilder()
                .setStep(step)
                .setToolCallId(request.id())
                .setToolName(request.name())
                .setStatus(outcome.status())
                .setResult(outcome.result())
                .setError(outcome.error())
                .setDurationMs(duration.toMillis())
                .build();
    }

    private ToolOutcome execute(
            ToolExecutionRequest request, Instant announcedAt, RunSpan.ToolSpan span) {
        var stopped = stop.reason();
        if (stopped != null) {
            return ToolOutcome.stopped(stopped);
        }
        var tool = tools.get(request.name());
        return tool == null
                ? ToolOutcome.unknown(request.name(), tools.keySet())
                : execute(tool, request.arguments(), invocation(request, announcedAt), span);
    }

    private ToolInvocation invocation(ToolExecutionRequest request, Instant announcedAt) {
        var identity = run.run();
        return new ToolInvocation(
                identity.runId(),
                identity.tenantId(),
                identity.userId(),
                request.id(),
                journal.attempt(),
                announcedAt);
    }

    private ToolOutcome execute(
            Tool tool, String arguments, ToolInvocation invocation, RunSpan.ToolSpan span) {
        var result = new CompletableFuture<String>();
        var thread =
                Thread.ofVirtual()
                        .name("tool-" + invocation.toolCallId())
                        .start(
                                span.context()
                                        .wrap(() -> call(tool, arguments, invocation, result)));
        var givenUp = await(tool, result);
        if (givenUp != null) {
            thread.interrupt();
            return givenUp;
        }
        return result.isCompletedExceptionally()
                ? failure(tool, result.exceptionNow())
                : ToolOutcome.ok(result.join());
    }

    /** Waits for the result; what the call's outcome is if that cannot be waited for any longer. */
    private @Nullable ToolOutcome await(Tool tool, CompletableFuture<String> result) {
        var done = result.handle((value, error) -> true);
        try {
            if (tool.isAwaited()) {
                done.join();
            } else {
                CompletableFuture.anyOf(done, stop.future())
                        .get(timeout(tool).toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            return ToolOutcome.timedOut();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("neither fails, and no one interrupts a run", e);
        }
        return result.isDone() ? null : ToolOutcome.stopped(stop.future().join());
    }

    private Duration timeout(Tool tool) {
        return Objects.requireNonNullElse(tool.timeout(), defaultTimeout);
    }

    private static void call(
            Tool tool,
            String arguments,
            ToolInvocation invocation,
            CompletableFuture<String> result) {
        try {
            result.complete(tool.body().call(arguments, invocation));
        } catch (Throwable e) {
            // A tool is anybody's code: whatever it throws is its result, and ends nothing else.
            result.completeExceptionally(e);
        }
    }

    private ToolOutcome failure(Tool tool, Throwable failure) {
        var stopped = stop.reason();
        return switch (failure) {
            case OwnershipLostException lost -> throw lost;
            case InvalidArgumentsException e -> ToolOutcome.invalidArguments(e.getMessage());
            default ->
                    tool.isAwaited() && stopped != null
                            ? ToolOutcome.stopped(stopped)
                            : ToolOutcome.failed(failure);
        };
    }
}
