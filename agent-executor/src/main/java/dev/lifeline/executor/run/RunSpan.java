package dev.lifeline.executor.run;

import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_CONVERSATION_ID;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_OPERATION_NAME;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_PROVIDER_NAME;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_REQUEST_MODEL;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_RESPONSE_FINISH_REASONS;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_TOOL_CALL_ID;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_TOOL_NAME;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_TOOL_TYPE;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_USAGE_INPUT_TOKENS;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_USAGE_OUTPUT_TOKENS;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.lifeline.executor.model.Models;
import dev.lifeline.schemas.avro.Usage;
import dev.lifeline.tracing.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GenAiOperationNameIncubatingValues;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The span of one run, from which those of its model calls and tools descend. Each of those ends
 * with what it stands for, whatever happens in it. Thread-safe, because parallel tools share it.
 */
final class RunSpan {

    private final Tracer tracer;
    private final Span span;
    private final Context context;
    private final RunIdentity run;

    RunSpan(Tracer tracer, RunIdentity run, Span span) {
        this.tracer = tracer;
        this.span = span;
        context = Context.root().with(span);
        this.run = run.within(Traceparent.of(span));
    }

    /** The run, as its events show it: part of this span. */
    RunIdentity run() {
        return run;
    }

    /** Says which model the run is on. */
    void model(Models.NamedModel model) {
        span.setAttribute(GEN_AI_PROVIDER_NAME, model.provider())
                .setAttribute(GEN_AI_REQUEST_MODEL, model.name());
    }

    /** Makes a model call, within a span of its own. */
    TurnOutcome chat(Models.NamedModel model, Supplier<TurnOutcome> call) {
        var chat =
                child(
                        "chat " + model.name(),
                        SpanKind.CLIENT,
                        GenAiOperationNameIncubatingValues.CHAT);
        chat.setAttribute(GEN_AI_PROVIDER_NAME, model.provider())
                .setAttribute(GEN_AI_REQUEST_MODEL, model.name())
                .setAttribute(GEN_AI_CONVERSATION_ID, run.threadId());
        try {
            var outcome = call.get();
            switch (outcome) {
                case TurnOutcome.Said(var response) -> describe(chat, response);
                case TurnOutcome.Failed failed -> fail(chat, failed.errorType());
                case TurnOutcome.Stopped(var ending) -> fail(chat, errorType(ending));
            }
            return outcome;
        } finally {
            chat.end();
        }
    }

    /** Makes a tool call, within a span of its own. */
    ToolOutcome tool(String name, String callId, Function<ToolSpan, ToolOutcome> call) {
        var tool =
                child(
                        "execute_tool " + name,
                        SpanKind.INTERNAL,
                        GenAiOperationNameIncubatingValues.EXECUTE_TOOL);
        tool.setAttribute(GEN_AI_TOOL_NAME, name)
                .setAttribute(GEN_AI_TOOL_CALL_ID, callId)
                .setAttribute(GEN_AI_TOOL_TYPE, "function");
        try {
            var outcome = call.apply(new ToolSpan(context.with(tool), Traceparent.of(tool)));
            tool.setAttribute("lifeline.tool.status", outcome.status());
            if (outcome.error() != null) {
                fail(tool, outcome.error().getCode());
            }
            return outcome;
        } finally {
            tool.end();
        }
    }

    /** The run has ended. */
    void end(Ending ending, Usage usage) {
        span.setAttribute("lifeline.run.outcome", ending.outcome())
                .setAttribute(GEN_AI_USAGE_INPUT_TOKENS, usage.getInputTokens())
                .setAttribute(GEN_AI_USAGE_OUTPUT_TOKENS, usage.getOutputTokens());
        if (ending.error() != null) {
            fail(span, errorType(ending));
        }
        span.end();
    }

    /** The run goes on elsewhere, or ends there. */
    void leave() {
        fail(span, "ownership_lost");
        span.end();
    }

    private Span child(String name, SpanKind kind, String operation) {
        return tracer.spanBuilder(name)
                .setParent(context)
                .setSpanKind(kind)
                .setAttribute(GEN_AI_OPERATION_NAME, operation)
                .startSpan();
    }

    private static void describe(Span chat, ChatResponse response) {
        if (response.finishReason() != null) {
            chat.setAttribute(
                    GEN_AI_RESPONSE_FINISH_REASONS,
                    List.of(response.finishReason().name().toLowerCase(Locale.ROOT)));
        }
        var tokens = response.tokenUsage();
        if (tokens != null && tokens.inputTokenCount() != null) {
            chat.setAttribute(GEN_AI_USAGE_INPUT_TOKENS, tokens.inputTokenCount());
        }
        if (tokens != null && tokens.outputTokenCount() != null) {
            chat.setAttribute(GEN_AI_USAGE_OUTPUT_TOKENS, tokens.outputTokenCount());
        }
    }

    /** Without a description: messages may repeat what a tool or a model said. */
    private static void fail(Span failed, String errorType) {
        failed.setStatus(StatusCode.ERROR).setAttribute(ErrorAttributes.ERROR_TYPE, errorType);
    }

    private static String errorType(Ending ending) {
        var error = ending.error();
        return error == null ? ending.outcome() : error.getCode();
    }

    /**
     * The span of one tool call.
     *
     * @param context what the tool does becomes part of the trace by it
     */
    record ToolSpan(Context context, @Nullable String traceparent) {}
}
