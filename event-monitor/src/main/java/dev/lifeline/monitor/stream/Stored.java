package dev.lifeline.monitor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.monitor.run.Numbering;
import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.RunStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * The stores' values as bytes: a version, then the fields; records of the contract as it frames
 * them.
 */
final class Stored {

    private static final int VERSION = 3;
    private static final long NO_TIME = Long.MIN_VALUE;

    private final Codec codec;

    Stored(Codec codec) {
        this.codec = codec;
    }

    Serde<TrackedRun> runs() {
        return Serdes.serdeFrom(
                (topic, run) -> run == null ? null : write(out -> writeRun(run, out)),
                (topic, bytes) ->
                        bytes == null
                                ? null
                                : read(bytes, this::readRun, this::readRun, this::readRunV1));
    }

    Serde<PartitionState> partitions() {
        return Serdes.serdeFrom(
                (topic, state) -> state == null ? null : write(out -> writePartition(state, out)),
                (topic, bytes) ->
                        bytes == null
                                ? null
                                : read(
                                        bytes,
                                        this::readPartition,
                                        this::readPartitionV2,
                                        Stored::readPartitionV1));
    }

    private void writeRun(TrackedRun run, DataOutputStream out) throws IOException {
        writeTime(run.progressAt(), out);
        writeTime(run.indexedAt(), out);
        writeText(run.traceparent(), out);
        writeBytes(codec.encode(run.status()), out);
        writeAlerts(run.alerts(), out);
        writeNumbering(run.numbering(), out);
        out.writeInt(run.earlyResults().size());
        for (var id : run.earlyResults()) {
            writeBytes(id.getBytes(UTF_8), out);
        }
    }

    private TrackedRun readRun(DataInputStream in) throws IOException {
        var run = readRunV1(in);
        var numbering = readNumbering(in);
        int count = in.readInt();
        var early = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            early.add(new String(readBytes(in), UTF_8));
        }
        return new TrackedRun(
                run.status(),
                numbering,
                early,
                run.progressAt(),
                run.indexedAt(),
                run.traceparent(),
                run.alerts());
    }

    /** As the first release wrote it, which took events in their order only. */
    private TrackedRun readRunV1(DataInputStream in) throws IOException {
        var progressAt = timeOrEpoch(in);
        var indexedAt = readTime(in);
        var traceparent = readText(in);
        try {
            var status = codec.decode(readBytes(in), RunStatus.class);
            return new TrackedRun(
                    status,
                    Numbering.upTo(status.getLastSequence(), status.getEndedAt() != null),
                    List.of(),
                    progressAt,
                    indexedAt,
                    traceparent,
                    readAlerts(in));
        } catch (UndecodableException e) {
            throw new IOException("a stored run cannot be decoded", e);
        }
    }

    private static void writeNumbering(Numbering numbering, DataOutputStream out)
            throws IOException {
        out.writeLong(numbering.highest());
        out.writeLong(numbering.end());
        out.writeInt(numbering.missing().size());
        for (var range : numbering.missing()) {
            out.writeLong(range.first());
            out.writeLong(range.last());
        }
        writeTime(numbering.brokenAt(), out);
        writeTime(numbering.exceededAt(), out);
    }

    private static Numbering readNumbering(DataInputStream in) throws IOException {
        long highest = in.readLong();
        long end = in.readLong();
        int count = in.readInt();
        var missing = new ArrayList<Numbering.Range>(count);
        for (int i = 0; i < count; i++) {
            missing.add(new Numbering.Range(in.readLong(), in.readLong()));
        }
        return new Numbering(highest, end, missing, readTime(in), readTime(in));
    }

    private void writeAlerts(List<Alert> alerts, DataOutputStream out) throws IOException {
        out.writeInt(alerts.size());
        for (var alert : alerts) {
            writeBytes(codec.encode(alert), out);
        }
    }

    private List<Alert> readAlerts(DataInputStream in) throws IOException, UndecodableException {
        int count = in.readInt();
        var alerts = new ArrayList<Alert>(count);
        for (int i = 0; i < count; i++) {
            alerts.add(codec.decode(readBytes(in), Alert.class));
        }
        return alerts;
    }

    private void writePartition(PartitionState state, DataOutputStream out) throws IOException {
        out.writeLong(state.nextOffset());
        writeTime(state.lastRecordAt(), out);
        writeTime(state.scannedTo(), out);
        out.writeLong(state.epoch());
        writeText(state.owner(), out);
        writeTime(state.wholeSince(), out);
        writeTime(state.ownerSeenAt(), out);
        writeAlerts(state.alerts(), out);
        out.writeInt(state.judgedBy());
    }

    private PartitionState readPartition(DataInputStream in) throws IOException {
        return readPartitionV2(in).judgedBy(in.readInt());
    }

    private PartitionState readPartitionV2(DataInputStream in) throws IOException {
        var state = readPartitionV1(in);
        try {
            return new PartitionState(
                    state.nextOffset(),
                    state.lastRecordAt(),
                    state.scannedTo(),
                    timeOrEpoch(in),
                    readTime(in),
                    readAlerts(in),
                    state.epoch(),
                    state.owner(),
                    0);
        } catch (UndecodableException e) {
            throw new IOException("a stored alert cannot be decoded", e);
        }
    }

    private static PartitionState readPartitionV1(DataInputStream in) throws IOException {
        long nextOffset = in.readLong();
        var lastRecordAt = timeOrEpoch(in);
        var scannedTo = timeOrEpoch(in);
        return new PartitionState(
                nextOffset,
                lastRecordAt,
                scannedTo,
                Instant.EPOCH,
                null,
                List.of(),
                in.readLong(),
                readText(in),
                0);
    }

    private static Instant timeOrEpoch(DataInputStream in) throws IOException {
        var time = readTime(in);
        return time == null ? Instant.EPOCH : time;
    }

    private static void writeTime(@Nullable Instant time, DataOutputStream out) throws IOException {
        out.writeLong(time == null ? NO_TIME : time.toEpochMilli());
    }

    private static @Nullable Instant readTime(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis == NO_TIME ? null : Instant.ofEpochMilli(millis);
    }

    private static void writeText(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            writeBytes(text.getBytes(UTF_8), out);
        }
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        return in.readBoolean() ? new String(readBytes(in), UTF_8) : null;
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static byte[] write(Writing writing) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(
            byte[] bytes, Parsing<T> parsing, Parsing<T> second, Parsing<T> first) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            return switch (version) {
                case 1 -> first.from(in);
                case 2 -> second.from(in);
                case VERSION -> parsing.from(in);
                default -> throw new IOException("state of version %d is newer".formatted(version));
            };
        } catch (IOException e) {
            throw new UncheckedIOException("reading stored state", e);
        }
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Parsing<T> {
        T from(DataInputStream in) throws IOException;
    }
}
