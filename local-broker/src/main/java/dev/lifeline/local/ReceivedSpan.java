package dev.lifeline.local;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A span that a {@link TraceReceiver} has received. Whoever uses this brings {@code
 * opentelemetry-proto} along.
 *
 * @param service that exported it
 * @param kind such as {@code SERVER}
 * @param parentId empty where it has none
 * @param attributes with their values as text
 */
public record ReceivedSpan(
        String service,
        String name,
        String kind,
        String traceId,
        String spanId,
        String parentId,
        boolean isError,
        Map<String, String> attributes) {

    /** All that the receiver there has received so far. */
    public static List<ReceivedSpan> at(URI traces) {
        try (var body = traces.toURL().openStream()) {
            return ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                    .flatMap(resource ->
                            resource.getScopeSpansList().stream()
                                    .flatMap(scope -> scope.getSpansList().stream())
                                    .map(span -> of(resource, span)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a record or an event names this span. */
    public String traceparent() {
        return "00-%s-%s-01".formatted(traceId, spanId);
    }

    private static ReceivedSpan of(ResourceSpans resource, Span span) {
        var hex = HexFormat.of();
        return new ReceivedSpan(
                attributes(resource.getResource().getAttributesList())
                        .getOrDefault("service.name", ""),
                span.getName(),
                span.getKind().name().replace("SPAN_KIND_", ""),
                hex.formatHex(span.getTraceId().toByteArray()),
                hex.formatHex(span.getSpanId().toByteArray()),
                hex.formatHex(span.getParentSpanId().toByteArray()),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                attributes(span.getAttributesList()));
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(toUnmodifiableMap(KeyValue::getKey, a -> text(a.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }
}
