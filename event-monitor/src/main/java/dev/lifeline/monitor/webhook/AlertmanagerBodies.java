package dev.lifeline.monitor.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as version 2 of Alertmanager's API takes them. It forgets all when it restarts and ends an
 * alert at its {@code endsAt}; so a firing one is repeated, and each time its end put off.
 */
record AlertmanagerBodies(Duration endsAfter) implements Bodies {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Alertmanager merges what it is told, so many may come at once. */
    private static final int AT_ONCE = 100;

    @Override
    public byte[] changed(Alert alert, Instant now) {
        return list(List.of(alert), now);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<byte[]> unchanged(List<Alert> firing, Instant now) {
        var bodies = new ArrayList<byte[]>();
        for (int i = 0; i < firing.size(); i += AT_ONCE) {
            var some = firing.subList(i, Math.min(i + AT_ONCE, firing.size()));
            bodies.add(list(some, now));
        }
        return bodies;
    }

    private byte[] list(List<Alert> alerts, Instant now) {
        var list = JSON.createArrayNode();
        alerts.forEach(alert -> list.add(json(alert, now)));
        try {
            return JSON.writeValueAsBytes(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private ObjectNode json(Alert alert, Instant now) {
        var json = JSON.createObjectNode();
        // What identifies it to Alertmanager: the same for both of its states.
        var labels = json.putObject("labels");
        labels.put("alertname", "LifelineAlert");
        labels.put("alert_id", alert.getAlertId());
        labels.put("kind", alert.getKind());
        put(labels, "run_id", alert.getRunId());
        put(labels, "agent", alert.getAgent());
        put(labels, "tenant", alert.getTenantId());
        var annotations = json.putObject("annotations");
        annotations.put("summary", alert.getSummary());
        put(annotations, "resolved_by", alert.getResolvedBy());
        put(annotations, "traceparent", alert.getTraceparent());
        var resolvedAt = alert.getResolvedAt();
        json.put("startsAt", text(alert.getFiredAt()));
        return json.put("endsAt", text(resolvedAt == null ? now.plus(endsAfter) : resolvedAt));
    }

    private static void put(ObjectNode object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
