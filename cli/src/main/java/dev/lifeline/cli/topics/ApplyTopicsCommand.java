package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lifeline topics apply}. */
@Command(
        name = "apply",
        description = {
            "Creates missing topics and aligns the settings of others; may be repeated.",
            "Does nothing at all if something of it would lose or move records, and says",
            "what to do. Leaves settings alone that are none of Lifeline's."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline topics apply --bootstrap-server localhost:9092",
            "  ./lifeline topics apply --bootstrap-server kafka:9093 \\",
            "      --command-config client.properties --retention agent.events=30d"
        })
public final class ApplyTopicsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin private TopicOptions options = new TopicOptions();

    public ApplyTopicsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var request = options.request();
        try (var admin = options.connect()) {
            var provisioning = new TopicProvisioning(admin);
            var plan = provisioning.plan(request);
            new PlanReport(plan).print(terminal);
            provisioning.apply(request, plan);
            if (!plan.isEmpty()) {
                terminal.print("done");
            }
        }
        return 0;
    }
}
