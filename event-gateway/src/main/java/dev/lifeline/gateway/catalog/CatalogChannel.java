package dev.lifeline.gateway.catalog;

import dev.lifeline.schemas.SchemasUnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Feeds the catalogue from the channel {@code catalog}. */
@ApplicationScoped
final class CatalogChannel {

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final Catalog catalog;

    CatalogChannel(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Each record after the one before it; while a schema is being looked for, they wait. */
    @Incoming("catalog")
    Uni<Void> take(ConsumerRecord<byte[], byte[]> record) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> {
                    if (record.key() != null) {
                        catalog.take(record.key(), record.value());
                    }
                })
                .onFailure(SchemasUnavailableException.class)
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely();
    }
}
