package dev.lifeline.cli.stack;

import java.util.List;
import java.util.Optional;

/**
 * What a running stack's launcher writes down for other commands.
 *
 * @param launcherStartedAt in milliseconds since 1970: tells a reused process id from the launcher
 */
record StackState(long launcherPid, long launcherStartedAt, Ports ports, List<PartState> parts) {

    /** One process of the stack. */
    record PartState(Part part, long pid) {}

    StackState {
        parts = List.copyOf(parts);
    }

    /** The state of a stack that this process is about to start. */
    static StackState starting(Ports ports) {
        var self = ProcessHandle.current();
        return new StackState(self.pid(), startOf(self), ports, List.of());
    }

    StackState with(List<PartState> started) {
        return new StackState(launcherPid, launcherStartedAt, ports, started);
    }

    /** The launcher, if it still runs. */
    Optional<ProcessHandle> launcher() {
        return ProcessHandle.of(launcherPid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process) == launcherStartedAt);
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }
}
