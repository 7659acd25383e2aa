package dev.lifeline.cli.stack;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** Shows a growing log; a line once it is whole. */
final class LogView {

    static final Duration POLL = Duration.ofMillis(250);

    private final Path log;
    private final String prefix;
    private final Terminal terminal;
    private long shown;

    LogView(Path log, String prefix, Terminal terminal) {
        this.log = log;
        this.prefix = prefix;
        this.terminal = terminal;
    }

    void showTail(int count) {
        List<String> lines = readNew();
        lines.subList(Math.max(0, lines.size() - count), lines.size()).forEach(this::show);
    }

    void showNew() {
        readNew().forEach(this::show);
    }

    private void show(String line) {
        terminal.print(prefix + line);
    }

    private List<String> readNew() {
        try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
            if (channel.size() < shown) {
                shown = 0; // begun anew
            }
            channel.position(shown);
            byte[] bytes = Channels.newInputStream(channel).readAllBytes();
            int whole = lengthOfWholeLines(bytes);
            shown += whole;
            return new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException failure) {
            throw new CliFailure("Cannot read " + log + ": " + failure.getMessage(), failure);
        }
    }

    private static int lengthOfWholeLines(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] != '\n') {
            length--;
        }
        return length;
    }
}
