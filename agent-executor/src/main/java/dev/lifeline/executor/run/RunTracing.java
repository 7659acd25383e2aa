package dev.lifeline.executor.run;

import dev.lifeline.tracing.Traceparent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GenAiOperationNameIncubatingValues;
import java.time.Duration;
import java.time.Instant;

/**
 * Begins the spans of runs, as children of the command's. Names and attributes are OpenTelemetry's
 * for generative AI; what users, models and tools say is in none of them.
 */
public final class RunTracing {

    private final Tracer tracer;

    public RunTracing(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer("dev.lifeline.executor");
    }

    /** Begins the span of a run that starts now, having waited for its turn. */
    RunSpan begin(RunIdentity run, Duration waited) {
        var span = span(run, 1).setAttribute("lifeline.run.wait_ms", waited.toMillis());
        return new RunSpan(tracer, run, span.startSpan());
    }

    /** Begins the span of a run that another executor began at that time and left open. */
    RunSpan takeOver(RunIdentity run, int attempt, Instant begun) {
        return new RunSpan(tracer, run, span(run, attempt).setStartTimestamp(begun).startSpan());
    }

    private SpanBuilder span(RunIdentity run, int attempt) {
        return tracer.spanBuilder("invoke_agent " + run.agent())
                .setParent(Traceparent.context(run.traceparent()))
                .setAttribute(
                        GenAiIncubatingAttributes.GEN_AI_OPERATION_NAME,
                        GenAiOperationNameIncubatingValues.INVOKE_AGENT)
                .setAttribute(GenAiIncubatingAttributes.GEN_AI_AGENT_NAME, run.agent())
                .setAttribute(GenAiIncubatingAttributes.GEN_AI_CONVERSATION_ID, run.threadId())
                .setAttribute("lifeline.run.id", run.runId())
                .setAttribute("lifeline.run.attempt", (long) attempt);
    }
}
