package dev.lifeline.gateway.runs;

import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.tracing.Traceparent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes;
import io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MessagingOperationTypeIncubatingValues;
import io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MessagingSystemIncubatingValues;
import org.jspecify.annotations.Nullable;

/**
 * Begins the spans of commands on their way to the brokers, by OpenTelemetry's conventions for
 * messaging. The run becomes a child of such a span.
 */
public final class CommandTracing {

    private final Tracer tracer;

    public CommandTracing(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer("dev.lifeline.gateway");
    }

    Sending begin(Context caller, RunId run, int partition) {
        var span =
                tracer.spanBuilder("send " + Topics.COMMANDS)
                        .setParent(caller)
                        .setSpanKind(SpanKind.PRODUCER)
                        .setAttribute(
                                MessagingIncubatingAttributes.MESSAGING_SYSTEM,
                                MessagingSystemIncubatingValues.KAFKA)
                        .setAttribute(
                                MessagingIncubatingAttributes.MESSAGING_OPERATION_TYPE,
                                MessagingOperationTypeIncubatingValues.SEND)
                        .setAttribute(
                                MessagingIncubatingAttributes.MESSAGING_OPERATION_NAME, "send")
                        .setAttribute(
                                MessagingIncubatingAttributes.MESSAGING_DESTINATION_NAME,
                                Topics.COMMANDS)
                        .setAttribute(
                                MessagingIncubatingAttributes.MESSAGING_DESTINATION_PARTITION_ID,
                                Integer.toString(partition))
                        .setAttribute("lifeline.run.id", run.text())
                        .startSpan();
        return new Sending(span);
    }

    /** The span of one command. */
    record Sending(Span span) {

        /** What the command carries; null where nothing is traced and no caller sent any. */
        @Nullable String traceparent() {
            return Traceparent.of(span);
        }

        /** The brokers have it, or it failed. */
        void end(@Nullable Throwable failure) {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR)
                        .setAttribute(ErrorAttributes.ERROR_TYPE, failure.getClass().getName());
            }
            span.end();
        }
    }
}
