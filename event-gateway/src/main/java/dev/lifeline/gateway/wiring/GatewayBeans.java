package dev.lifeline.gateway.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.lifeline.gateway.auth.IssuerKeys;
import dev.lifeline.gateway.catalog.Catalog;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.limit.CallLimit;
import dev.lifeline.gateway.limit.Rate;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.HistorySettings;
import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.log.LogObserver;
import dev.lifeline.gateway.receipt.ReceiptObserver;
import dev.lifeline.gateway.receipt.Receipts;
import dev.lifeline.gateway.runs.CommandSender;
import dev.lifeline.gateway.runs.CommandTracing;
import dev.lifeline.gateway.runs.Commands;
import dev.lifeline.gateway.runs.RunLookup;
import dev.lifeline.gateway.runs.RunRequestReader;
import dev.lifeline.gateway.runs.RunStates;
import dev.lifeline.gateway.runs.Runs;
import dev.lifeline.gateway.runs.Threads;
import dev.lifeline.gateway.stream.StreamObserver;
import dev.lifeline.gateway.stream.Streams;
import dev.lifeline.gateway.table.RunTables;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.Delivery;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.registry.SchemaDirectory;
import dev.lifeline.schemas.registry.SchemaSettings;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The gateway's plain parts as beans. */
final class GatewayBeans {

    /** Some 2 MB of token buckets. */
    private static final int USERS_REMEMBERED = 10_000;

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

    /** There is something to fetch where keys are published at an address. */
    @Produces
    @Singleton
    Optional<IssuerKeys> issuerKeys(
            @ConfigProperty(name = "mp.jwt.verify.publickey.location") Optional<String> location,
            GatewayConfig config,
            Clock clock) {
        return location.filter(text -> text.matches("https?://.*"))
                .map(text -> new IssuerKeys(URI.create(text), config.keysRefresh(), clock));
    }

    void start(@Observes StartupEvent started, Optional<IssuerKeys> keys) {
        keys.ifPresent(IssuerKeys::start);
    }

    void close(@Disposes Optional<IssuerKeys> keys) {
        keys.ifPresent(IssuerKeys::close);
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
                List.of(
                        StartRun.getClassSchema(),
                        CancelRun.getClassSchema(),
                        Delivery.getClassSchema()),
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
    KafkaSettings kafkaSettings(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            GatewayConfig config,
            GatewayId id) {
        return new KafkaSettings(kafka, "gateway-" + id.text(), config.kafkaTimeout());
    }

    @Produces
    @Singleton
    LogConnection logConnection(
            KafkaSettings kafka,
            GatewayConfig config,
            Codec codec,
            Clock clock,
            LogObserver observer) {
        return new LogConnection(kafka, readerSettings(config.reader()), codec, clock, observer);
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
    RunTables runTables(KafkaSettings kafka, GatewayConfig config, Codec codec, Clock clock) {
        var runs = config.runs();
        var settings =
                new RunTables.Settings(runs.table().asLongValue(), runs.linger(), runs.age());
        return new RunTables(kafka, settings, codec, clock);
    }

    void close(@Disposes RunTables tables) {
        tables.close();
    }

    @Produces
    @Singleton
    RunLookup runLookup(GatewayConfig config) {
        return new RunLookup(config.limits().deadline());
    }

    @Produces
    @Singleton
    RunStates runStates(RunTables tables, RunLookup lookup, Codec codec) {
        return new RunStates(tables, lookup, codec);
    }

    @Produces
    @Singleton
    Threads threads(RunLookup lookup, Codec codec) {
        return new Threads(lookup, codec);
    }

    @Produces
    @Singleton
    Commands commands(GatewayId id, Codec codec, Clock clock) {
        return new Commands(id.text(), codec, clock);
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

    @Produces
    @Singleton
    Receipts receipts(KafkaSettings kafka, Codec codec, GatewayId id, ReceiptObserver observer) {
        return Receipts.toKafka(kafka, codec, id.text(), observer);
    }

    void close(@Disposes Receipts receipts) {
        receipts.close();
    }

    @Produces
    @Singleton
    CallLimit callLimit(GatewayConfig config, Clock clock) {
        var limits = config.limits();
        var rate = new Rate(limits.callsPerSecond(), limits.callsBurst());
        return new CallLimit(rate, USERS_REMEMBERED, clock);
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
            Threads threads,
            Commands commands,
            GatewayConfig config) {
        return new Runs(
                catalog,
                sender,
                tracing,
                lookup,
                threads,
                commands,
                () -> new RunId(UuidCreator.getTimeOrderedEpoch().toString()),
                config.kafkaTimeout());
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
