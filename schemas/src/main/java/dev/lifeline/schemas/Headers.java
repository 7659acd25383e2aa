package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of Lifeline's records: CloudEvents in binary mode, so that a record can be routed
 * without decoding it, and {@code lifeline-control} on control records.
 */
public final class Headers {

    /** Marks a control record; its value is {@link #OWNER} or {@link #BEAT}. */
    public static final String CONTROL = "lifeline-control";

    public static final String OWNER = "owner";
    public static final String BEAT = "beat";

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String SEQUENCE = "ce_sequence";
    public static final String TRACEPARENT = "traceparent";

    /** What stands before the event's type in {@link #TYPE}. */
    public static final String TYPE_PREFIX = "dev.lifeline.";

    public static final String ERROR = "lifeline-error";
    public static final String ORIGINAL_TOPIC = "lifeline-topic";
    public static final String ORIGINAL_PARTITION = "lifeline-partition";
    public static final String ORIGINAL_OFFSET = "lifeline-offset";

    private Headers() {}

    /** Headers of an event. */
    public static RecordHeaders of(AgentEvent event) {
        var headers =
                cloudEvent(
                        event.getId(),
                        event.getType(),
                        "/executors/" + event.getExecutorId(),
                        event.getRunId(),
                        event.getOccurredAt());
        add(headers, SEQUENCE, "%019d".formatted(event.getSequence()));
        addTraceparent(headers, event.getTraceparent());
        return headers;
    }

    /** Headers of a command to start a run, as the gateway of that id sends it. */
    public static RecordHeaders of(StartRun command, String gatewayId) {
        var headers =
                cloudEvent(
                        command.getRunId() + ":start",
                        "StartRun",
                        "/gateways/" + gatewayId,
                        command.getRunId(),
                        command.getAcceptedAt());
        addTraceparent(headers, command.getTraceparent());
        return headers;
    }

    /** Headers of a command to cancel a run, as the gateway of that id sends it. */
    public static RecordHeaders of(CancelRun command, String gatewayId) {
        return cloudEvent(
                command.getRunId() + ":cancel",
                "CancelRun",
                "/gateways/" + gatewayId,
                command.getRunId(),
                command.getAcceptedAt());
    }

    /** Headers of a control record of that kind. */
    public static RecordHeaders control(String kind) {
        var headers = new RecordHeaders();
        add(headers, CONTROL, kind);
        return headers;
    }

    /** Headers of a dead letter: why, and where the record stood. */
    public static RecordHeaders deadLetter(String error, String topic, int partition, long offset) {
        var headers = new RecordHeaders();
        add(headers, ERROR, error);
        add(headers, ORIGINAL_TOPIC, topic);
        add(headers, ORIGINAL_PARTITION, Integer.toString(partition));
        add(headers, ORIGINAL_OFFSET, Long.toString(offset));
        return headers;
    }

    /** The value of a header, or null where the record has none of that name. */
    public static @Nullable String text(
            org.apache.kafka.common.header.Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static RecordHeaders cloudEvent(
            String id, String type, String source, String subject, Instant time) {
        var headers = new RecordHeaders();
        add(headers, "ce_specversion", "1.0");
        add(headers, ID, id);
        add(headers, TYPE, TYPE_PREFIX + type);
        add(headers, SOURCE, source);
        add(headers, SUBJECT, subject);
        add(headers, "ce_time", Timestamps.text(time));
        add(headers, "content-type", "application/avro");
        return headers;
    }

    private static void addTraceparent(RecordHeaders headers, @Nullable String traceparent) {
        if (traceparent != null) {
            add(headers, TRACEPARENT, traceparent);
        }
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
