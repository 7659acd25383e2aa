package dev.lifeline.gateway.web;

import dev.lifeline.tracing.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.vertx.core.http.HttpServerRequest;

/** The trace that a call belongs to. */
final class CallTrace {

    private CallTrace() {}

    /**
     * The span of the call being served; where calls are not traced, what the caller sent along.
     */
    static Context of(HttpServerRequest call) {
        var current = Context.current();
        return Span.fromContext(current).getSpanContext().isValid()
                ? current
                : Traceparent.context(call.getHeader(Traceparent.NAME));
    }
}
