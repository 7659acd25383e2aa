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
    private static final int FIRST_WINDOW = 128;
    private static final int LAST_WINDOW = 1 << 19;

    OwnershipRule ruleAt(PatientConsumer<byte[]> consumer, TopicPartition partition, long offset) {
        long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        for (int window = FIRST_WINDOW; ; window *= 8) {
            long from = Math.max(begin, offset - window);
            var seen = look(new Walk(consumer, patience, partition, from, offset));
            if (seen.suffices() || from == begin || window >= LAST_WINDOW) {
                return seen.rule();
            }
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
        return new Seen(rule, met && last - first >= SUFFICIENT.toMillis());
    }

    private record Seen(OwnershipRule rule, boolean suffices) {}
}
