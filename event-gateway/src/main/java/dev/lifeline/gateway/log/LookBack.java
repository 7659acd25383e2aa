package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.PatientConsumer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Learns who owns a partition at a place in the middle: reads back in growing windows until a
 * control record is met within at least 30 s of log, or the log begins. An owner writes every 2 s;
 * 30 s of log hold beats of whoever owns the partition even if one who has lost it wrote last.
 */
record LookBack(EventDecoder decoder, Duration patience) {

    private static final Duration SUFFICIENT = Duration.ofSeconds(30);
    private static final long FIRST_WINDOW = 128;
    private static final long LAST_WINDOW = 1 << 19;
    private static final int MOST_GROWTH = 8;

    OwnershipRule ruleAt(PatientConsumer<byte[]> consumer, TopicPartition partition, long offset) {
        long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long window = FIRST_WINDOW;
        while (true) {
            long from = Math.max(begin, offset - window);
            var seen = look(new Walk(consumer, patience, partition, from, offset));
            if (seen.suffices() || from == begin || window >= LAST_WINDOW) {
                return seen.rule();
            }
            window *= seen.growth();
        }
    }

    private Seen look(Walk walk) {
        var rule = new OwnershipRule();
        boolean met = false;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        while (walk.goesOn()) {
            for (var record : walk.next()) {
                first = Math.min(first, record.timestamp());
                last = Math.max(last, record.timestamp());
                if (EventDecoder.isControl(record)) {
                    rule = decoder.after(record, rule);
                    met = true;
                }
            }
        }
        return new Seen(rule, met, Math.max(0, last - first));
    }

    private record Seen(OwnershipRule rule, boolean met, long millis) {

        boolean suffices() {
            return met && millis >= SUFFICIENT.toMillis();
        }

        /** How many times as much is likely to suffice, if what lies before is as dense. */
        long growth() {
            return millis >= SUFFICIENT.toMillis()
                    ? MOST_GROWTH
                    : Math.clamp(SUFFICIENT.toMillis() / (millis + 1) + 1, 2, MOST_GROWTH);
        }
    }
}
