package dev.lifeline.executor.run;

import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Agents;
import dev.lifeline.executor.agent.Toolbox;
import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.executor.log.ThreadHistory;
import dev.lifeline.executor.model.Models;
import dev.lifeline.schemas.ErrorCodes;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.StartRun;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a run together from its command, its agent and its agent's model. */
@Singleton
final class RunFactory {

    private static final String NO_MODEL = "none";

    private final Agents agents;
    private final Toolbox toolbox;
    private final Models models;
    private final ThreadHistory threads;
    private final RunMetrics metrics;
    private final RunTracing tracing;
    private final Clock clock;
    private final Duration maxDeadline;
    private final Limits limits;

    RunFactory(
            Agents agents,
            Toolbox toolbox,
            Models models,
            ThreadHistory threads,
            RunMetrics metrics,
            RunTracing tracing,
            Clock clock,
            ExecutorConfig config) {
        this.agents = agents;
        this.toolbox = toolbox;
        this.models = models;
        this.threads = threads;
        this.metrics = metrics;
        this.tracing = tracing;
        this.clock = clock;
        maxDeadline = config.maxDeadline();
        limits =
                new Limits(
                        config.maxTurns(),
                        config.maxToolCalls(),
                        config.maxTokens(),
                        config.toolTimeout(),
                        config.deltaInterval(),
                        config.deltaSize());
    }

    /** When the run will have been ended. */
    Instant deadline(Work work) {
        return switch (work) {
            case Order order -> deadline(order.command());
            case ChildOrder child -> child.deadline();
            case Continuation run -> run.open().first().getStarted().getDeadline();
        };
    }

    private Instant deadline(StartRun command) {
        var asked =
                command.getDeadline() == null
                        ? agents.find(command.getAgent())
                                .map(Agent::defaultDeadline)
                                .orElse(Agent.DEFAULT_DEADLINE)
                        : Duration.parse(command.getDeadline());
        var allowed = asked.compareTo(maxDeadline) > 0 ? maxDeadline : asked;
        return command.getAcceptedAt().plus(allowed.isNegative() ? Duration.ZERO : allowed);
    }

    /** The agent's name where there is such an agent: names in metrics must be few. */
    String knownName(String agent) {
        return agents.find(agent).map(Agent::name).orElse("unknown");
    }

    /**
     * A run that begins now.
     *
     * @param waited for how long it has waited for that
     */
    Run newRun(Ticket ticket, Duration waited) {
        var work = ticket.work();
        var span = tracing.begin(work.run(), waited);
        var journal = journal(work, span.run(), 1, 0);
        var usage = new RunUsage();
        var body = body(ticket, RecordedRun.begun(work.input()), journal, usage, span);
        return new Run(
                span,
                work.input(),
                ticket.deadline(),
                body.model(),
                journal,
                usage,
                withChildren(ticket, body.ending()));
    }

    /** What stands against going on with a run here; null if nothing does. */
    Ending.@Nullable Lost obstacle(OpenRun run) {
        var agent = agents.find(run.first().getAgent()).filter(this::hasModel);
        return TakeoverRule.obstacle(run, agent.map(toolbox::of).orElse(null));
    }

    private boolean hasModel(Agent agent) {
        try {
            var _ = models.of(agent);
            return true;
        } catch (Models.NoModelException e) {
            return false;
        }
    }

    /** A run that another executor left open. */
    Run continued(Continuation run, Ticket ticket) {
        var recorded = RecordedRun.of(run.open());
        var first = run.open().first();
        var span = tracing.takeOver(run.run(), recorded.attempt(), first.getOccurredAt());
        var journal = journal(run, span.run(), recorded.attempt(), run.open().last().getSequence());
        var usage = new RunUsage();
        var started = first.getStarted();
        var lost = run.obstacle();
        Supplier<Ending> ending =
                lost == null
                        ? body(ticket, recorded, journal, usage, span).ending()
                        : new LostRun(run.open(), lost, journal, usage, span)::close;
        return new Run(
                span,
                started.getInput(),
                started.getDeadline(),
                started.getModel(),
                journal,
                usage,
                withChildren(ticket, ending));
    }

    /** Its children end before a run does, whatever becomes of its own part. */
    private static Supplier<Ending> withChildren(Ticket ticket, Supplier<Ending> ending) {
        return () -> {
            try {
                return ending.get();
            } finally {
                // Else they are the partition's next owner's, as the run itself is.
                if (ticket.work().owned().isOpen()) {
                    ticket.children().end();
                }
            }
        };
    }

    private RunJournal journal(Work work, RunIdentity run, int attempt, long lastSequence) {
        return new RunJournal(
                run,
                new RunJournal.Writer(work.executorId(), work.owned().epoch(), attempt),
                lastSequence,
                work.log(),
                clock,
                metrics.announcement());
    }

    private Body body(
            Ticket ticket, RecordedRun recorded, RunJournal journal, RunUsage usage, RunSpan span) {
        String name = span.run().agent();
        var found = agents.find(name);
        if (found.isEmpty()) {
            return refusal(ErrorCodes.UNKNOWN_AGENT, "There is no agent '%s'.".formatted(name));
        }
        var agent = found.get();
        try {
            var model = models.of(agent);
            span.model(model);
            return new Body(
                    model.name(),
                    () ->
                            new RunLoop(
                                            dispatcher(agent, ticket.stop(), journal, span),
                                            model,
                                            limits,
                                            conversation(agent, ticket, recorded),
                                            recorded,
                                            journal,
                                            ticket.stop(),
                                            usage,
                                            metrics,
                                            span)
                                    .run());
        } catch (Models.NoModelException e) {
            return refusal(
                    ErrorCodes.MODEL_ERROR,
                    "No model is configured for the agent '%s'.".formatted(name));
        }
    }

    private ToolDispatcher dispatcher(
            Agent agent, StopSignal stop, RunJournal journal, RunSpan span) {
        return new ToolDispatcher(
                toolbox.of(agent), limits.toolTimeout(), journal, stop, metrics, span);
    }

    private Conversation conversation(Agent agent, Ticket ticket, RecordedRun recorded) {
        var run = ticket.work().run();
        var link =
                new ThreadHistory.Link(
                        run.runId(),
                        new UserKey(run.tenantId(), run.userId()),
                        run.previousRunId());
        var earlier =
                threads.before(
                        link, ticket.work().owned().partition(), () -> !ticket.stop().isSet());
        return new Conversation(agent.prompt(), earlier, recorded.input());
    }

    private static Body refusal(String code, String message) {
        return new Body(NO_MODEL, () -> new Ending.Failed(code, message));
    }

    /** What happens between a run's first event and its last. */
    private record Body(String model, Supplier<Ending> ending) {}
}
