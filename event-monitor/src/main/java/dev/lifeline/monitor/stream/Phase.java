package dev.lifeline.monitor.stream;

import org.apache.kafka.streams.KafkaStreams;

/**
 * Where the application is in its life.
 *
 * <pre>
 * Waiting ──► Running ──► Stopped
 *    ▲           │
 *    │ topics    ├─► Failed
 *    └── gone ───┘
 * </pre>
 */
sealed interface Phase {

    /** Not begun: something it needs is not there yet; it is looked for again and again. */
    record Waiting(String reason) implements Phase {}

    /** Kafka Streams works, or recovers by itself. */
    record Running(KafkaStreams streams, FailurePolicy failures, int partitions) implements Phase {}

    /** It cannot go on in this process. */
    record Failed(String reason) implements Phase {}

    /** The process ends. */
    record Stopped() implements Phase {}
}
