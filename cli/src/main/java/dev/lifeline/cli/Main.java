package dev.lifeline.cli;

import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;

/** The program behind {@code ./lifeline}. */
final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(LifelineCommand.line(Workspace.locate(), Terminal.system()).execute(arguments));
    }
}
