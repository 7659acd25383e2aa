package dev.lifeline.cli.stack;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeline logs}. */
@Command(
        name = "logs",
        description = "Shows the logs of the stack's parts, of the last stack if none runs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline logs",
            "  ./lifeline logs gateway -n 200",
            "  ./lifeline logs executor -f"
        })
public final class LogsCommand implements Callable<Integer> {

    private final Workspace workspace;
    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "One of ${COMPLETION-CANDIDATES} (default: all).")
    private @Nullable Part part;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Lines of each log (default: ${DEFAULT-VALUE}).")
    private int lines = 50;

    public LogsCommand(Workspace workspace, Terminal terminal) {
        this.workspace = workspace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<LogView> views =
                (part == null ? Arrays.stream(Part.values()) : Arrays.stream(new Part[] {part}))
                        .filter(each -> Files.exists(workspace.log(each.label())))
                        .map(this::view)
                        .toList();
        if (views.isEmpty()) {
            throw new CliFailure("There are no logs yet. Start the stack: ./lifeline up");
        }
        views.forEach(view -> view.showTail(lines));
        while (follow) {
            views.forEach(LogView::showNew);
            Thread.sleep(LogView.POLL);
        }
        return 0;
    }

    private LogView view(Part each) {
        String prefix = part == null ? terminal.cyan("%-9s ".formatted(each)) : "";
        return new LogView(workspace.log(each.label()), prefix, terminal);
    }
}
