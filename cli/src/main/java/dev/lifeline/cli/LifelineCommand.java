package dev.lifeline.cli;

import dev.lifeline.cli.auth.TokenCommand;
import dev.lifeline.cli.demo.DemoCommand;
import dev.lifeline.cli.monitor.BackfillCommand;
import dev.lifeline.cli.monitor.MonitorCommand;
import dev.lifeline.cli.runs.RunCommand;
import dev.lifeline.cli.runs.WatchCommand;
import dev.lifeline.cli.schemas.RegisterSchemasCommand;
import dev.lifeline.cli.schemas.SchemasCommand;
import dev.lifeline.cli.stack.DownCommand;
import dev.lifeline.cli.stack.LogsCommand;
import dev.lifeline.cli.stack.StatusCommand;
import dev.lifeline.cli.stack.UpCommand;
import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.topics.ApplyTopicsCommand;
import dev.lifeline.cli.topics.PlanTopicsCommand;
import dev.lifeline.cli.topics.TopicsCommand;
import dev.lifeline.cli.workspace.Workspace;
import java.util.Map;
import java.util.TreeMap;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lifeline}: all commands, and what they have in common. */
@Command(
        name = "lifeline",
        description = {
            "Carries what AI agents do to the people waiting for them.",
            "`./lifeline test [--long]` builds and tests everything."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline demo                                   see it work, from nothing",
            "  ./lifeline up                                     start the local stack",
            "  ./lifeline run researcher \"How far does a lighthouse shine?\" run an agent on it",
            "  . <(./lifeline generate-completion)               completion for this shell"
        })
final class LifelineCommand implements Runnable {

    /** Sorted, as {@code Map.of} would not be. */
    private static final Map<String, String> EXIT_CODES =
            new TreeMap<>(
                    Map.of(
                            "0", "done",
                            "1", "could not be done; the reason is on stderr",
                            "2", "not understood: wrong options or arguments"));

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do:");
    }

    static CommandLine line(Workspace workspace, Terminal terminal) {
        var line =
                new CommandLine(new LifelineCommand())
                        .addSubcommand(new DemoCommand(workspace, terminal))
                        .addSubcommand(new UpCommand(workspace, terminal))
                        .addSubcommand(new DownCommand(workspace, terminal))
                        .addSubcommand(new StatusCommand(workspace, terminal))
                        .addSubcommand(new LogsCommand(workspace, terminal))
                        .addSubcommand(new RunCommand(workspace, terminal))
                        .addSubcommand(new WatchCommand(workspace, terminal))
                        .addSubcommand(new TokenCommand(workspace, terminal))
                        .addSubcommand(
                                new CommandLine(new TopicsCommand())
                                        .addSubcommand(new PlanTopicsCommand(terminal))
                                        .addSubcommand(new ApplyTopicsCommand(terminal)))
                        .addSubcommand(
                                new CommandLine(new SchemasCommand())
                                        .addSubcommand(
                                                new RegisterSchemasCommand(
                                                        terminal, System.getenv())))
                        .addSubcommand(
                                new CommandLine(new MonitorCommand())
                                        .addSubcommand(new BackfillCommand(workspace)))
                        .addSubcommand(new GenerateCompletion());
        describe(line);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setExecutionExceptionHandler((failure, _, _) -> explain(failure, terminal));
    }

    private static int explain(Exception failure, Terminal terminal) throws Exception {
        if (failure instanceof CliFailure || failure instanceof IllegalArgumentException) {
            terminal.note(terminal.red(String.valueOf(failure.getMessage())));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure; // a fault of this program: picocli prints its trace and answers 1
    }

    private static void describe(CommandLine line) {
        var spec = line.getCommandSpec();
        spec.mixinStandardHelpOptions(true).versionProvider(new Version());
        if (spec.usageMessage().exitCodeList().isEmpty()) {
            spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(EXIT_CODES);
        }
        line.getSubcommands().values().forEach(LifelineCommand::describe);
    }
}
