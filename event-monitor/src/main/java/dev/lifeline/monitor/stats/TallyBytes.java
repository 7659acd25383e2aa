package dev.lifeline.monitor.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Writes a tally as bytes and reads it back. */
public final class TallyBytes {

    private TallyBytes() {}

    /** Appends the tally. */
    public static void write(Tally tally, DataOutputStream out) throws IOException {
        out.writeLong(tally.started());
        out.writeLong(tally.opened());
        writeNamed(tally.ended(), out);
        writeSpread(tally.durationMs(), out);
        writeSpread(tally.firstEventMs(), out);
        writeNamed(tally.toolFailures(), out);
    }

    /** Takes a tally. */
    public static Tally read(DataInputStream in) throws IOException {
        return new Tally(
                in.readLong(),
                in.readLong(),
                readNamed(in),
                readSpread(in),
                readSpread(in),
                readNamed(in));
    }

    private static void writeNamed(Map<String, Long> counts, DataOutputStream out)
            throws IOException {
        out.writeInt(counts.size());
        for (var entry : new TreeMap<>(counts).entrySet()) {
            var name = entry.getKey().getBytes(UTF_8);
            out.writeInt(name.length);
            out.write(name);
            out.writeLong(entry.getValue());
        }
    }

    private static Map<String, Long> readNamed(DataInputStream in) throws IOException {
        var counts = new TreeMap<String, Long>();
        for (int left = in.readInt(); left > 0; left--) {
            var name = new String(in.readNBytes(in.readInt()), UTF_8);
            counts.merge(name, in.readLong(), Long::sum);
        }
        return counts;
    }

    private static void writeSpread(Spread spread, DataOutputStream out) throws IOException {
        out.writeInt(spread.counts().size());
        for (var bucket : spread.counts().entrySet()) {
            out.writeShort(bucket.getKey());
            out.writeLong(bucket.getValue());
        }
    }

    private static Spread readSpread(DataInputStream in) throws IOException {
        var counts = new TreeMap<Integer, Long>();
        for (int left = in.readInt(); left > 0; left--) {
            counts.put((int) in.readShort(), in.readLong());
        }
        return new Spread(counts);
    }
}
