package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.stats.Tally;
import dev.lifeline.monitor.stats.TallyBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** What is counted as bytes, in stores and between them: a version, then the fields. */
final class StatsSerdes {

    private static final int VERSION = 1;

    private StatsSerdes() {}

    /** Counts of the minute that their key, or the record's, names. */
    static Serde<Tally> tallies() {
        return serde(TallyBytes::write, TallyBytes::read);
    }

    /** Counts of one partition on their way to the others'. */
    static Serde<StatsPart> parts() {
        return serde(
                (part, out) -> {
                    out.writeLong(part.start().toEpochMilli());
                    TallyBytes.write(part.tally(), out);
                },
                in -> new StatsPart(Instant.ofEpochMilli(in.readLong()), TallyBytes.read(in)));
    }

    static Serde<StatsWindow> windows() {
        return serde(
                (window, out) -> {
                    out.writeLong(window.changedAt().toEpochMilli());
                    out.writeBoolean(window.told());
                    out.writeLong(window.toldOpen());
                    TallyBytes.write(window.tally(), out);
                },
                in ->
                        new StatsWindow(
                                Instant.ofEpochMilli(in.readLong()),
                                in.readBoolean(),
                                in.readLong(),
                                TallyBytes.read(in)));
    }

    static Serde<StatsBase> bases() {
        return serde(
                (base, out) -> {
                    out.writeLong(base.open());
                    out.writeLong(base.droppedTo().toEpochMilli());
                },
                in -> new StatsBase(in.readLong(), Instant.ofEpochMilli(in.readLong())));
    }

    private static <T> Serde<T> serde(Writing<T> writing, Parsing<T> parsing) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : write(value, writing),
                (topic, bytes) -> bytes == null ? null : read(bytes, parsing));
    }

    private static <T> byte[] write(T value, Writing<T> writing) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writing.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Parsing<T> parsing) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IOException("statistics of version %d are newer".formatted(version));
            }
            return parsing.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("reading stored statistics", e);
        }
    }

    private interface Writing<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    private interface Parsing<T> {
        T read(DataInputStream in) throws IOException;
    }
}
