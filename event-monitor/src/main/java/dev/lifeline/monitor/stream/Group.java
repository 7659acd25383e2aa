package dev.lifeline.monitor.stream;

import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** The instances that share the partitions, as the latest assignment told this one. */
@Singleton
public final class Group {

    private final StreamsSupervisor supervisor;
    private final AdvertisedAddress own;

    Group(StreamsSupervisor supervisor, AdvertisedAddress own) {
        this.supervisor = supervisor;
        this.own = own;
    }

    /** This instance's address. */
    public String self() {
        return own.text();
    }

    /**
     * Addresses of the other instances that have partitions.
     *
     * @throws UnavailableException if that is not known now
     */
    public List<String> others() {
        try {
            return streams().metadataForAllStreamsClients().stream()
                    .filter(instance -> !instance.topicPartitions().isEmpty())
                    .map(instance -> AdvertisedAddress.of(instance.hostInfo()))
                    .filter(address -> !address.equals(own.text()))
                    .distinct()
                    .toList();
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw new UnavailableException("Kafka Streams is not running: " + e.getMessage());
        }
    }

    /**
     * How many partitions there are to share.
     *
     * @throws UnavailableException if that is not known now
     */
    public int partitions() {
        return running().partitions();
    }

    KafkaStreams streams() {
        return running().streams();
    }

    private Phase.Running running() {
        return switch (supervisor.phase()) {
            case Phase.Running running -> running;
            case Phase.Waiting(var reason) -> throw new UnavailableException(reason);
            case Phase.Failed(var reason) -> throw new UnavailableException(reason);
            case Phase.Stopped() -> throw new UnavailableException("this instance is stopping");
        };
    }
}
