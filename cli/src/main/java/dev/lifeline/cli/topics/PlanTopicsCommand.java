package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lifeline topics plan}. */
@Command(
        name = "plan",
        description = {
            "Shows what apply would do to a cluster's topics, and changes nothing.",
            "A line for each topic that is missing (+), each setting that would be set (~),",
            "and each difference that is refused (!): to align it would lose or move records."
        },
        exitCodeOnInvalidInput = 1,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing to do",
            "1:could not be done or not understood; the reason is on stderr",
            "2:there are differences"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline topics plan --bootstrap-server localhost:9092",
            "  ./lifeline topics plan --bootstrap-server kafka:9093 \\",
            "      --command-config client.properties"
        })
public final class PlanTopicsCommand implements Callable<Integer> {

    private static final int DIFFERENCES = 2;

    private final Terminal terminal;

    @Mixin private TopicOptions options = new TopicOptions();

    public PlanTopicsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var request = options.request();
        try (var admin = options.connect()) {
            var plan = new TopicProvisioning(admin).plan(request);
            var report = new PlanReport(plan);
            report.print(terminal);
            if (!plan.refusals().isEmpty()) {
                terminal.note(report.refusals());
            }
            return plan.isEmpty() ? 0 : DIFFERENCES;
        }
    }
}
