package dev.lifeline.cli.topics;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lifeline topics}: does nothing by itself. */
@Command(name = "topics", description = "Lifeline's topics in a Kafka cluster.")
public final class TopicsCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with the topics: plan or apply");
    }
}
