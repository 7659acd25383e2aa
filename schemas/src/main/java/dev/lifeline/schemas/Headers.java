package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.avro.AgentDescription;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.AgentStats;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.Delivery;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.avro.StartRun;
import java.net.URLEncoder;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of Lifeline's records: CloudEvents in binary mode, so that a record can be routed
 * without decoding it, and {@code lifeline-control} on control records.
 */
public final class Headers {

    /** Marks a control record; its value is {@link #OWNER}, {@link #BEAT} or {@link #YIELD}. */
    public static final String CONTROL = "lifeline-control";

    public static final String OWNER = "owner";
    public static final String BEAT = "beat";
    public static final String YIELD = "yield";

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String SEQUENCE = "ce_sequence";
    public static final String TRACEPARENT = "traceparent";

    private static final String CONTENT_TYPE = "content-type";

    private static final Header VERSION_1 = header("ce_specversion", "1.0");
    private static final Header AVRO = header(CONTENT_TYPE, "application/avro");
    private static final String ZEROS = "0".repeat(19);

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
                        executor(event.getExecutorId()),
                        event.getRunId(),
                        event.getOccurredAt());
        add(headers, SEQUENCE, sequence(event.getSequence()));
        addTraceparent(headers, event.getTraceparent());
        return headers;
    }

    /** Headers of a command to start a run, as the gateway of that id sends it. */
    public static RecordHeaders of(StartRun command, String gatewayId) {
        var headers =
                cloudEvent(
                        command.getRunId() + ":start",
                        "StartRun",
                        source("gateways", gatewayId),
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
                source("gateways", gatewayId),
                command.getRunId(),
                command.getAcceptedAt());
    }

    /** Headers of a control record of that kind. */
    public static RecordHeaders control(String kind) {
        var headers = new RecordHeaders();
        add(headers, CONTROL, kind);
        return headers;
    }

    /**
     * Headers of a row of the run table. Its id is the same when the same row is written again.
     *
     * @param at what the monitor knew when it wrote the row
     */
    public static RecordHeaders of(
            RunStatus row, String applicationId, Instant at, @Nullable String traceparent) {
        // One event and one moment can change a row twice: the content makes the difference.
        var id =
                "%s:%d:%d:%08x"
                        .formatted(
                                row.getRunId(),
                                row.getLastSequence(),
                                at.toEpochMilli(),
                                row.hashCode());
        var source = monitor(applicationId);
        var headers = cloudEvent(id, "RunStatus", source, row.getRunId(), at);
        addTraceparent(headers, traceparent);
        return headers;
    }

    /** Headers of an alert: firing and resolved are two events. */
    public static RecordHeaders of(Alert alert, String applicationId) {
        var resolvedAt = alert.getResolvedAt();
        var headers =
                cloudEvent(
                        alert.getAlertId() + "/" + alert.getState(),
                        "Alert",
                        monitor(applicationId),
                        alert.getRunId() == null ? alert.getAlertId() : alert.getRunId(),
                        resolvedAt == null ? alert.getFiredAt() : resolvedAt);
        addTraceparent(headers, alert.getTraceparent());
        return headers;
    }

    /** Headers of an entry of the catalogue, as an executor publishes it when it starts. */
    public static RecordHeaders of(AgentDescription agent, String executorId, Instant at) {
        return cloudEvent(
                agent.getName() + ":" + at.toEpochMilli(),
                "AgentDescription",
                executor(executorId),
                agent.getName(),
                at);
    }

    /**
     * Headers of an agent's statistics of one window.
     *
     * @param at when the monitor wrote them: what it writes later of the same window corrects them
     */
    public static RecordHeaders of(AgentStats stats, String applicationId, Instant at) {
        return cloudEvent(
                "%s:%d:%d"
                        .formatted(
                                stats.getAgent(),
                                stats.getWindowStart().toEpochMilli(),
                                at.toEpochMilli()),
                "AgentStats",
                monitor(applicationId),
                stats.getAgent(),
                at);
    }

    /** Headers of a receipt, as the gateway of that id sends it; it is about its user. */
    public static RecordHeaders of(Delivery delivery, String gatewayId) {
        return cloudEvent(
                delivery.getConnectionId() + ":" + delivery.getCursorOffset(),
                "Delivery",
                source("gateways", gatewayId),
                new UserKey(delivery.getTenantId(), delivery.getUserId()).text(),
                delivery.getAcknowledgedAt());
    }

    /**
     * Headers of a dead letter, which is an event of its own: why, and where the record stood. The
     * record's own headers are not repeated, so that a letter never outgrows its topic's limit.
     *
     * @param source who gives the record up: {@link #executor} or {@link #monitor}
     */
    public static RecordHeaders deadLetter(String source, DeadLetter letter) {
        var place = "%s/%d/%d".formatted(letter.topic(), letter.partition(), letter.offset());
        var headers = cloudEvent(place, "DeadLetter", source, place, letter.time());
        headers.remove(CONTENT_TYPE);
        add(headers, CONTENT_TYPE, "application/octet-stream");
        add(headers, ERROR, letter.error());
        add(headers, ORIGINAL_TOPIC, letter.topic());
        add(headers, ORIGINAL_PARTITION, Integer.toString(letter.partition()));
        add(headers, ORIGINAL_OFFSET, Long.toString(letter.offset()));
        return headers;
    }

    /** An executor as the source of events. */
    public static String executor(String id) {
        return source("executors", id);
    }

    /** A monitor as the source of events; its instances are one. */
    public static String monitor(String applicationId) {
        return source("monitors", applicationId);
    }

    /**
     * Why a record was given up, and which.
     *
     * @param time the record's own, so that giving it up again is the same event
     */
    public record DeadLetter(
            String error, String topic, int partition, long offset, Instant time) {}

    /** The value of a header, or null where the record has none of that name. */
    public static @Nullable String text(
            org.apache.kafka.common.header.Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** A path: whatever an id holds, the source must be a URI. */
    private static String source(String kind, String id) {
        return "/" + kind + "/" + URLEncoder.encode(id, UTF_8).replace("+", "%20");
    }

    /** Always 19 digits, so that texts sort as the numbers do. */
    private static String sequence(long number) {
        String digits = Long.toString(number);
        return ZEROS.substring(Math.min(digits.length(), ZEROS.length())) + digits;
    }

    private static RecordHeaders cloudEvent(
            String id, String type, String source, String subject, Instant time) {
        return new RecordHeaders(
                new Header[] {
                    VERSION_1,
                    header(ID, id),
                    header(TYPE, TYPE_PREFIX + type),
                    header(SOURCE, source),
                    header(SUBJECT, subject),
                    header("ce_time", Timestamps.text(time)),
                    AVRO
                });
    }

    private static void addTraceparent(RecordHeaders headers, @Nullable String traceparent) {
        if (traceparent != null) {
            add(headers, TRACEPARENT, traceparent);
        }
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(header(name, value));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
