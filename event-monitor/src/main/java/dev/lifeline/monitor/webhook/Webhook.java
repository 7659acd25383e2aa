package dev.lifeline.monitor.webhook;

import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.monitor.kafka.KafkaSettings;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.JsonRendition;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Sends alerts while the service runs, if somebody is to be told. */
@Singleton
final class Webhook {

    private static final Logger LOG = Logger.getLogger(Webhook.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    /** How often it may fail to repeat an alert before Alertmanager takes it to be over. */
    private static final int REPEATS = 10;

    private final Optional<WebhookSettings> settings;
    private final Optional<AlertForwarder> forwarder;

    Webhook(
            MonitorConfig config,
            KafkaSettings kafka,
            Codec codec,
            JsonRendition json,
            WebhookTelemetry telemetry,
            Clock clock) {
        settings = WebhookSettings.of(config);
        forwarder = settings.map(s -> forwarder(s, kafka.asMap(), codec, json, telemetry, clock));
    }

    void start(@Observes StartupEvent started) {
        settings.ifPresent(s -> LOG.infof("Alerts are sent to %s", s.receiver()));
        forwarder.ifPresent(AlertForwarder::start);
    }

    @PreDestroy
    void stop() {
        forwarder.ifPresent(AlertForwarder::close);
    }

    boolean isOn() {
        return settings.isPresent();
    }

    static AlertForwarder forwarder(
            WebhookSettings settings,
            Map<String, Object> kafka,
            Codec codec,
            JsonRendition json,
            WebhookTelemetry telemetry,
            Clock clock) {
        var receiver = new Receiver(settings, clock);
        var bodies =
                switch (settings.format()) {
                    case LIFELINE -> new LifelineBodies(json);
                    case ALERTMANAGER ->
                            new AlertmanagerBodies(settings.resend().multipliedBy(REPEATS));
                };
        var sender =
                new AlertSender(
                        receiver,
                        bodies,
                        new Backoff(
                                FIRST_WAIT, settings.longestWait(), RandomGenerator.getDefault()),
                        settings.resend(),
                        telemetry,
                        clock);
        return new AlertForwarder(kafka, settings.group(), codec, receiver, sender, telemetry);
    }
}
