package dev.lifeline.gateway.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Feeds the catalogue from the channel {@code catalog}. */
@ApplicationScoped
final class CatalogChannel {

    private final Catalog catalog;

    CatalogChannel(Catalog catalog) {
        this.catalog = catalog;
    }

    @Incoming("catalog")
    void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null) {
            catalog.take(record.key(), record.value());
        }
    }
}
