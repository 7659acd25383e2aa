package dev.lifeline.executor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads commands from records, and refuses those that cannot be carried out. */
final class Commands {

    private final Codec codec;

    Commands(Codec codec) {
        this.codec = codec;
    }

    /**
     * @return a {@link StartRun} or a {@link CancelRun}
     * @throws UndecodableException if the value is none
     * @throws InvalidCommandException if it contradicts itself or its key
     */
    SpecificRecord read(ConsumerRecord<byte[], byte[]> record)
            throws UndecodableException, InvalidCommandException {
        var command = codec.decode(record.value());
        switch (command) {
            case StartRun start -> {
                check(record, start.getTenantId(), start.getUserId(), start.getRunId());
                checkDeadline(start.getDeadline());
            }
            case CancelRun cancel ->
                    check(record, cancel.getTenantId(), cancel.getUserId(), cancel.getRunId());
            default ->
                    throw new InvalidCommandException(
                            "a %s is not a command".formatted(command.getSchema().getName()));
        }
        return command;
    }

    private static void check(
            ConsumerRecord<byte[], byte[]> record, String tenantId, String userId, String runId)
            throws InvalidCommandException {
        try {
            var _ = new RunId(runId);
            var key = new UserKey(tenantId, userId).text();
            if (record.key() == null || !key.equals(new String(record.key(), UTF_8))) {
                throw new InvalidCommandException("the record's key is not its user's, " + key);
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidCommandException(String.valueOf(e.getMessage()));
        }
    }

    private static void checkDeadline(@Nullable String deadline) throws InvalidCommandException {
        if (deadline == null) {
            return;
        }
        try {
            var _ = Duration.parse(deadline);
        } catch (DateTimeParseException e) {
            throw new InvalidCommandException("the deadline is not an ISO-8601 duration");
        }
    }
}
