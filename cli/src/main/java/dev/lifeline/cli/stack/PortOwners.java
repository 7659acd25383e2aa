package dev.lifeline.cli.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Finds out which process listens on a port, as far as the system lets this user see it. */
final class PortOwners {

    private static final int LONGEST_COMMAND = 120;
    private static final int LOOK_SECONDS = 5;

    private PortOwners() {}

    /** Such as {@code pid 4711, /usr/bin/java -jar x.jar}; {@code another program} if unknown. */
    static String describe(int port) {
        OptionalLong pid = ListeningSockets.pidOn(port);
        if (pid.isEmpty()) {
            pid = askLsof(port);
        }
        return pid.isPresent() ? describe(pid.getAsLong()) : "another program";
    }

    private static String describe(long pid) {
        return "pid " + pid + command(pid).map(command -> ", " + shortened(command)).orElse("");
    }

    private static Optional<String> command(long pid) {
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .flatMap(info -> info.commandLine().or(info::command));
    }

    private static String shortened(String command) {
        return command.length() <= LONGEST_COMMAND
                ? command
                : command.substring(0, LONGEST_COMMAND) + "…";
    }

    /** macOS and others without /proc. */
    private static OptionalLong askLsof(int port) {
        var command = List.of("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN");
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.waitFor(LOOK_SECONDS, TimeUnit.SECONDS);
            var output = process.getInputStream().readAllBytes();
            return new String(output, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("\\d{1,10}"))
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException _) {
            return OptionalLong.empty(); // no lsof here
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
