package dev.lifeline.e2e.kafka;

import static java.util.stream.Collectors.groupingBy;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Runs as commands order them and as their events in the log tell of them, without a gateway. */
public final class RunLog {

    private final Codec codec = new Codec();
    private final Log log;

    public RunLog(Log log) {
        this.log = log;
    }

    /** An event that counts, and when the broker took it. */
    public record Logged(AgentEvent event, Instant at) {}

    /** Orders a run for that user. */
    public void start(String user, String agent, String input) {
        var runId = newRunId();
        var key = new UserKey("default", user);
        var command =
                new StartRun(
                        runId,
                        "default",
                        user,
                        agent,
                        input,
                        runId,
                        null,
                        "PT2M",
                        Instant.now(),
                        null);
        log.write(
                Topics.COMMANDS,
                key.partition(Topics.LOCAL_PARTITIONS),
                key.bytes(),
                codec.encode(command));
    }

    /** The events that count, by run, each run's in the order of the log. */
    public Map<String, List<Logged>> runs() {
        var rules = new HashMap<Integer, OwnershipRule>();
        var events = new ArrayList<Logged>();
        for (var record : log.read(Topics.EVENTS)) {
            var rule = rules.computeIfAbsent(record.partition(), _ -> new OwnershipRule());
            var event = read(record, rule);
            if (event != null) {
                events.add(new Logged(event, Instant.ofEpochMilli(record.timestamp())));
            }
        }
        return events.stream().collect(groupingBy(logged -> logged.event().getRunId()));
    }

    private @Nullable AgentEvent read(ConsumerRecord<byte[], byte[]> record, OwnershipRule rule) {
        try {
            var kind = Headers.text(record.headers(), Headers.CONTROL);
            if (kind != null) {
                var control = codec.decode(record.value(), OwnerControl.class);
                if (kind.equals(Headers.OWNER)) {
                    rule.takes(control.getOwnerEpoch(), control.getExecutorId());
                }
                return null;
            }
            var event = codec.decode(record.value(), AgentEvent.class);
            return rule.admits(event.getOwnerEpoch(), event.getExecutorId()) ? event : null;
        } catch (UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    private static String newRunId() {
        var random = ThreadLocalRandom.current();
        return new UUID(
                        (Instant.now().toEpochMilli() << 16) | 0x7000 | random.nextInt(0x1000),
                        Long.MIN_VALUE | (random.nextLong() >>> 2))
                .toString();
    }
}
