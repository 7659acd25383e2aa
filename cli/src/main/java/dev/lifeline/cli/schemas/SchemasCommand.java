package dev.lifeline.cli.schemas;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lifeline schemas}: does nothing by itself. */
@Command(name = "schemas", description = "Lifeline's schemas in a schema registry.")
public final class SchemasCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with the schemas: register");
    }
}
