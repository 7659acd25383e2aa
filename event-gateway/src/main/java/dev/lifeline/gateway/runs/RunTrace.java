package dev.lifeline.gateway.runs;

import dev.lifeline.gateway.log.Entry;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the log holds of a run's beginning. */
sealed interface RunTrace {

    /** An offset in agent.events before the run's first event. */
    long begin();

    /** A user asked for it: its command. */
    record Asked(ConsumerRecord<byte[], byte[]> command, long begin) implements RunTrace {}

    /** Another run started it: its first event. */
    record Begun(Entry first) implements RunTrace {

        @Override
        public long begin() {
            return first.offset();
        }
    }
}
