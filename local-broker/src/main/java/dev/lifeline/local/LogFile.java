package dev.lifeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a program has written to its log since it was started; earlier starts stay in the file.
 *
 * @param start where this start's output begins, in bytes
 */
public record LogFile(Path path, long start) {

    static LogFile from(Path path) throws IOException {
        return new LogFile(path, Files.exists(path) ? Files.size(path) : 0);
    }

    /** Whether a line of exactly this text has been written. */
    public boolean hasLine(String line) {
        return lines().contains(line);
    }

    /** The last lines, oldest first, for an error message. */
    public List<String> tail(int count) {
        List<String> lines = lines();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private List<String> lines() {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.position(start);
            byte[] written = Channels.newInputStream(channel).readAllBytes();
            return new String(written, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
