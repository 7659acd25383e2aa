package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.monitor.kafka.KafkaSettings;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.registry.SchemaDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Builds and starts Kafka Streams from the configuration, with its metrics bound. */
@Singleton
final class StreamsFactory {

    private final MonitorConfig config;
    private final KafkaSettings kafka;
    private final EndOffsetSampler sampler;
    private final Telemetry telemetry;
    private final MeterRegistry metrics;
    private final SchemaDirectory schemas;
    private final Codec codec;
    private @Nullable KafkaStreamsMetrics bound;

    StreamsFactory(
            MonitorConfig config,
            KafkaSettings kafka,
            EndOffsetSampler sampler,
            Telemetry telemetry,
            MeterRegistry metrics,
            SchemaDirectory schemas,
            Codec codec) {
        this.config = config;
        this.kafka = kafka;
        this.sampler = sampler;
        this.telemetry = telemetry;
        this.metrics = metrics;
        this.schemas = schemas;
        this.codec = codec;
    }

    synchronized KafkaStreams start(FailurePolicy failures) {
        var rules = new Rulebook(config);
        var topology =
                new MonitorTopology(
                        codec,
                        new Codec(schemas.byFingerprint()),
                        rules.verdicts(),
                        rules.trouble(),
                        config.scanInterval(),
                        sampler,
                        telemetry);
        var streams =
                new KafkaStreams(
                        topology.get(),
                        StreamsSettings.of(config, kafka),
                        new PatientClients(codec));
        streams.setUncaughtExceptionHandler(failures);
        streams.start();
        bound = new KafkaStreamsMetrics(streams);
        bound.bindTo(metrics);
        return streams;
    }

    /** What was started is being stopped. */
    synchronized void stopped() {
        if (bound != null) {
            bound.close();
            bound = null;
        }
    }
}
