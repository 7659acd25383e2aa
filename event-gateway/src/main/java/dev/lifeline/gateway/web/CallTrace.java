package dev.lifeline.gateway.web;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The trace that a call belongs to. */
final class CallTrace {

    private static final TextMapGetter<HttpServerRequest> HEADERS = new HeaderGetter();

    private CallTrace() {}

    /**
     * The span of the call being served; where calls are not traced, what the caller sent along.
     */
    static Context of(HttpServerRequest call) {
        var current = Context.current();
        return Span.fromContext(current).getSpanContext().isValid()
                ? current
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), call, HEADERS);
    }

    /** Lets the propagator read a call's headers. */
    private static final class HeaderGetter implements TextMapGetter<HttpServerRequest> {

        @Override
        public Iterable<String> keys(HttpServerRequest call) {
            return call.headers().names();
        }

        @Override
        public @Nullable String get(@Nullable HttpServerRequest call, String key) {
            return call == null ? null : call.getHeader(key);
        }
    }
}
