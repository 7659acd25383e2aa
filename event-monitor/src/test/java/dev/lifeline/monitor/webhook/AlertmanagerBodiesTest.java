package dev.lifeline.monitor.webhook;

import static dev.lifeline.monitor.webhook.Alerts.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class AlertmanagerBodiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AlertmanagerBodies bodies = new AlertmanagerBodies(Duration.ofMinutes(10));

    @Test
    void aFiringAlertEndsInTheFutureUnlessItIsRepeated() throws IOException {
        var alert = only(bodies.changed(Alerts.fired("r1"), T0.plusSeconds(1)));

        assertThat(alert.required("startsAt").asText()).isEqualTo("2026-11-23T08:00:00Z");
        assertThat(alert.required("endsAt").asText()).isEqualTo("2026-11-23T08:10:01Z");
        assertThat(alert.required("annotations").required("summary").asText()).contains("60 s");
    }

    @Test
    void aResolvedAlertHasTheLabelsOfTheFiringOneAndItsEnd() throws IOException {
        var fired = only(bodies.changed(Alerts.fired("r1"), T0));
        var resolved = only(bodies.changed(Alerts.resolved("r1"), T0.plusSeconds(60)));

        assertThat(resolved.required("labels")).isEqualTo(fired.required("labels"));
        assertThat(resolved.required("labels").required("alert_id").asText())
                .isEqualTo("r1|no_progress|1");
        assertThat(resolved.required("endsAt").asText()).isEqualTo("2026-11-23T08:00:05Z");
    }

    /** The API's schema (api/v2/openapi.yaml): labels and annotations map strings to strings. */
    @Test
    void whatAnAlertDoesNotHaveIsNoLabel() throws IOException {
        var ofPartition = Alerts.fired("partition-3");
        ofPartition.setRunId(null);
        ofPartition.setAgent(null);
        ofPartition.setTenantId(null);

        var alert = only(bodies.changed(ofPartition, T0));

        assertThat(alert.required("labels").properties())
                .allSatisfy(label -> assertThat(label.getValue().isTextual()).isTrue())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("alertname", "alert_id", "kind");
    }

    @Test
    void manyAreRepeatedAHundredAtATime() {
        var firing = Collections.nCopies(250, Alerts.fired("r1"));

        assertThat(bodies.unchanged(firing, T0)).hasSize(3);
    }

    private static JsonNode only(byte[] body) throws IOException {
        var list = JSON.readTree(body);
        assertThat(list.isArray()).isTrue();
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
