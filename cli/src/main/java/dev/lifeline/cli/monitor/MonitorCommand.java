package dev.lifeline.cli.monitor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lifeline monitor}: does nothing by itself. */
@Command(name = "monitor", description = "Jobs of the monitor.")
public final class MonitorCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: backfill");
    }
}
