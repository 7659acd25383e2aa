package dev.lifeline.gateway.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.lifeline.gateway.catalog.Catalog;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.HistorySettings;
import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.log.LogObserver;
import dev.lifeline.gateway.runs.CommandSender;
import dev.lifeline.gateway.runs.CommandTracing;
import dev.lifeline.gateway.runs.RunLookup;
import dev.lifeline.gateway.runs.RunRequestReader;
import dev.lifeline.gateway.runs.Runs;
import dev.lifeline.gateway.stream.StreamObserver;
import dev.lifeline.gateway.stream.Streams;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.registry.SchemaDirectory;
import dev.lifeline.schemas.registry.SchemaSettings;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The gateway's plain parts as beans. */
final class GatewayBeans {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    GatewayId gatewayId(GatewayConfig config) {
        return new GatewayId(config.id().orElseGet(GatewayBeans::hostName));
    }

    @Produces
    @Singleton
    SchemaDirectory schemaDirectory(
            Config config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Clock clock) {
        return new SchemaDirectory(
                SchemaSettings.from(name -> config.getOptionalValue(name, String.class)),
                kafka,
                List.of(StartRun.getClassSchema(), CancelRun.getClassSchema()),
                clock);
    }

    void close(@Disposes SchemaDirectory schemas) {
        schemas.close();
    }

    @Produces
    @Singleton
    Codec codec(SchemaDirectory schemas) {
        return new Codec(schemas);
    }

    @Produces
    @Singleton
    Catalog catalog(Codec codec) {
        return new Catalog(codec);
    }

    @Produces
    @Singleton
    LogConnection logConnection(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            GatewayConfig config,
            GatewayId id,
            Codec codec,
            Clock clock,
            LogObserver observer) {
        return new LogConnection(
                new KafkaSettings(kafka, "gateway-" + id.text(), config.kafkaTimeout()),
                readerSettings(config.reader()),
                codec,
                clock,
                observer);
    }

    private static EventLog.ReaderSettings readerSettings(GatewayConfig.Reader reader) {
        return new EventLog.ReaderSettings(
                reader.ring().asLongValue(),
                new HistorySettings(
                        (int) reader.page().asLongValue(),
                        (int) reader.chunk().asLongValue(),
                        reader.chunkCache().asLongValue(),
                        reader.chunksAtOnce(),
                        reader.historyReaders(),
                        reader.historyRate().asLongValue()),
                reader.linger());
    }

    void close(@Disposes LogConnection connection) {
        connection.close();
    }

    @Produces
    @Singleton
    RunLookup runLookup() {
        return new RunLookup();
    }

    @Produces
    @Singleton
    RunRequestReader runRequestReader(GatewayConfig config, Clock clock) {
        var limits = config.limits();
        return new RunRequestReader(
                new RunRequestReader.Limits(
                        limits.input().asLongValue(), limits.deadline(), limits.runIdAge()),
                clock);
    }

    /**
     * Without a collector the SDK is disabled; it would still invent span ids, which nobody could
     * look up.
     */
    @Produces
    @Singleton
    CommandTracing commandTracing(
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        return new CommandTracing(disabled ? OpenTelemetry.noop() : telemetry);
    }

    @Produces
    @Singleton
    Runs runs(
            Catalog catalog,
            CommandSender sender,
            CommandTracing tracing,
            RunLookup lookup,
            Clock clock,
            GatewayId gatewayId,
            GatewayConfig config,
            Codec codec) {
        return new Runs(
                catalog,
                sender,
                tracing,
                lookup,
                () -> new RunId(UuidCreator.getTimeOrderedEpoch().toString()),
                clock,
                gatewayId.text(),
                config.kafkaTimeout(),
                codec);
    }

    @Produces
    @Singleton
    Streams streams(StreamObserver observer) {
        return new Streams(observer);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "gateway";
        }
    }
}
