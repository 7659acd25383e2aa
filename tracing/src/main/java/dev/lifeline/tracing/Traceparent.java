package dev.lifeline.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How calls, commands and events name the span that they belong to: W3C Trace Context, in text. */
public final class Traceparent {

    /** The header's name. */
    public static final String NAME = "traceparent";

    private static final TextMapGetter<String> ONLY_VALUE = new OnlyValue();

    private Traceparent() {}

    /** The name of a span; null if it is none that anyone could know. */
    public static @Nullable String of(Span span) {
        var at = span.getSpanContext();
        return at.isValid()
                ? "00-%s-%s-%s"
                        .formatted(at.getTraceId(), at.getSpanId(), at.getTraceFlags().asHex())
                : null;
    }

    /** The context of the span so named; the root if the name is missing or invalid. */
    public static Context context(@Nullable String traceparent) {
        return W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), traceparent, ONLY_VALUE);
    }

    /** Lets the propagator read a text that stands alone. */
    private static final class OnlyValue implements TextMapGetter<String> {

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(NAME);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
            return key.equals(NAME) ? traceparent : null;
        }
    }
}
