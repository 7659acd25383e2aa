package dev.lifeline.schemas.registry;

import dev.lifeline.schemas.BuiltInSchemas;
import dev.lifeline.schemas.SchemaRef;
import dev.lifeline.schemas.SchemaRef.Fingerprint;
import dev.lifeline.schemas.SchemaRef.RegistryId;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.WriterSchemas;
import dev.lifeline.schemas.registry.SchemaSettings.Framing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a service's schemas known before it writes with them, and finds those of others: in the
 * schema registry where one is configured, and on {@code agent.schemas}. Thread-safe.
 */
public final class SchemaDirectory implements WriterSchemas, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaDirectory.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration NOTEWORTHY = Duration.ofSeconds(3);

    /** A registry that has just come up, or a copy of one, may know an id a little later. */
    private static final Duration DISBELIEF = Duration.ofSeconds(5);

    private final SchemaSettings settings;
    private final List<Schema> own;
    private final InstantSource clock;
    private final BuiltInSchemas builtIn = new BuiltInSchemas();
    private final SchemaTopic topic;
    private final @Nullable RegistryClient registry;
    private final Lookups onTopic;
    private final @Nullable Lookups inRegistry;
    private final Map<Schema, SchemaRef> announced = new ConcurrentHashMap<>();
    private final Thread announcer;
    private volatile String notReady = "making the schemas known";

    /**
     * Begins to make the schemas known.
     *
     * @param kafka where and how to connect, by Kafka's names
     * @param own the schemas that this service writes with
     */
    public SchemaDirectory(
            SchemaSettings settings,
            Map<String, Object> kafka,
            List<Schema> own,
            InstantSource clock) {
        this.settings = settings;
        this.own = List.copyOf(own);
        this.clock = clock;
        topic = new SchemaTopic(new SchemaTopicClients(kafka));
        onTopic = new Lookups("schema-topic", this::findOnTopic, Duration.ZERO, clock);
        registry = settings.registry() == null ? null : new RegistryClient(settings.registry());
        inRegistry =
                registry == null
                        ? null
                        : new Lookups(
                                "schema-registry", ref -> findIn(registry, ref), DISBELIEF, clock);
        announcer = Thread.ofVirtual().name("announce-schemas").start(this::announceAll);
    }

    @Override
    public Finding find(SchemaRef ref) {
        return switch (ref) {
            case Fingerprint fingerprint ->
                    builtIn.find(fingerprint) instanceof Finding.Known known
                            ? known
                            : onTopic.find(fingerprint);
            case RegistryId id ->
                    inRegistry == null
                            ? new Finding.Unknown(
                                    "the value names %s of a schema registry, and %s is not set"
                                            .formatted(id, SchemaSettings.URL))
                            : inRegistry.find(id);
        };
    }

    @Override
    public SchemaRef refOf(Schema schema) {
        var ref = announced.get(schema);
        if (ref == null) {
            throw new SchemasUnavailableException(notReady);
        }
        return ref;
    }

    /** The same schemas, by fingerprint whatever the framing: for what a service keeps itself. */
    public WriterSchemas byFingerprint() {
        return new WriterSchemas() {
            @Override
            public Finding find(SchemaRef ref) {
                return SchemaDirectory.this.find(ref);
            }

            @Override
            public SchemaRef refOf(Schema schema) {
                return builtIn.refOf(schema);
            }
        };
    }

    /** Why this service cannot write yet, in words for an operator; empty when it can. */
    public Optional<String> notReady() {
        return announced.size() == own.size() ? Optional.empty() : Optional.of(notReady);
    }

    /** What records are being held back for; empty when for nothing. */
    public Optional<String> waiting() {
        var before = clock.instant().minus(NOTEWORTHY);
        return onTopic.pendingSince(before)
                .or(() -> inRegistry == null ? Optional.empty() : inRegistry.pendingSince(before));
    }

    @Override
    public void close() {
        announcer.interrupt();
        onTopic.close();
        if (inRegistry != null && registry != null) {
            inRegistry.close();
            registry.close();
        }
        topic.close();
    }

    private void announceAll() {
        try {
            while (!announced()) {
                Thread.sleep(PAUSE);
            }
            LOG.info("{} schemas are known to readers ({})", own.size(), settings);
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    private boolean announced() throws InterruptedException {
        try {
            announce();
            return true;
        } catch (SchemasUnavailableException e) {
            var reason = String.valueOf(e.getMessage());
            if (!reason.equals(notReady)) {
                LOG.warn("not ready: {}", reason);
            }
            notReady = reason;
            return false;
        }
    }

    private void announce() throws InterruptedException {
        topic.publish(own);
        for (var schema : own) {
            announced.put(schema, ref(schema));
        }
    }

    private SchemaRef ref(Schema schema) throws InterruptedException {
        return settings.framing() == Framing.CONFLUENT && registry != null
                ? new RegistryId(registry.idOf(schema))
                : Fingerprint.of(schema);
    }

    private Finding findOnTopic(SchemaRef ref) {
        var schema = ref instanceof Fingerprint fingerprint ? topic.find(fingerprint) : null;
        return schema == null ? new Finding.Unknown("unknown " + ref) : new Finding.Known(schema);
    }

    private static Finding findIn(RegistryClient registry, SchemaRef ref)
            throws InterruptedException {
        return ref instanceof RegistryId(var id)
                ? registry.byId(id)
                : new Finding.Unknown("unknown " + ref);
    }
}
