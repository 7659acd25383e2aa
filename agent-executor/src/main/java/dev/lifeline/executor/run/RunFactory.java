package dev.lifeline.executor.run;

import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Agents;
import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.ThreadHistory;
import dev.lifeline.executor.model.Models;
import dev.lifeline.schemas.ErrorCodes;
import dev.lifeline.schemas.avro.StartRun;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Puts a run together from its command, its agent and its agent's model. */
@Singleton
final class RunFactory {

    private static final String NO_MODEL = "none";

    private final Agents agents;
    private final Models models;
    private final ThreadHistory threads;
    private final RunMetrics metrics;
    private final RunTracing tracing;
    private final Clock clock;
    private final Duration maxDeadline;
    private final Limits limits;

    RunFactory(
            Agents agents,
            Models models,
            ThreadHistory threads,
            RunMetrics metrics,
            RunTracing tracing,
            Clock clock,
            ExecutorConfig config) {
        this.agents = agents;
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

    /** When the run that a command asks for will have been ended. */
    Instant deadline(StartRun command) {
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

    Run newRun(Runs.Order order, StopSignal stop, Instant deadline) {
        var command = order.command();
        var span = tracing.begin(RunIdentity.of(command), waited(command));
        var journal = journal(order, span.run());
        var usage = new RunUsage();
        var work = work(order, journal, stop, usage, span);
        return new Run(
                span, command.getInput(), deadline, work.model(), journal, usage, work.body());
    }

    private Duration waited(StartRun command) {
        return Duration.between(command.getAcceptedAt(), clock.instant());
    }

    private RunJournal journal(Runs.Order order, RunIdentity run) {
        return new RunJournal(
                run,
                new RunJournal.Writer(order.executorId(), order.owned().epoch(), 1),
                0,
                event -> order.log().append(order.owned(), event),
                clock,
                metrics.announcement());
    }

    private Work work(
            Runs.Order order, RunJournal journal, StopSignal stop, RunUsage usage, RunSpan span) {
        var command = order.command();
        var agent = agents.find(command.getAgent());
        if (agent.isEmpty()) {
            return refusal(
                    ErrorCodes.UNKNOWN_AGENT,
                    "There is no agent '%s'.".formatted(command.getAgent()));
        }
        try {
            var model = models.of(agent.get());
            span.model(model);
            return new Work(
                    model.name(),
                    () ->
                            new RunLoop(
                                            agent.get(),
                                            model,
                                            limits,
                                            conversation(agent.get(), order, stop),
                                            1,
                                            journal,
                                            stop,
                                            usage,
                                            metrics,
                                            span)
                                    .run());
        } catch (Models.NoModelException e) {
            return refusal(
                    ErrorCodes.MODEL_ERROR,
                    "No model is configured for the agent '%s'.".formatted(command.getAgent()));
        }
    }

    private Conversation conversation(Agent agent, Runs.Order order, StopSignal stop) {
        var command = order.command();
        var earlier = threads.before(command, order.owned().partition(), () -> !stop.isSet());
        return new Conversation(agent.prompt(), earlier, command.getInput());
    }

    private static Work refusal(String code, String message) {
        return new Work(NO_MODEL, () -> new Ending.Failed(code, message));
    }

    /** What happens between a run's first event and its last. */
    private record Work(String model, Supplier<Ending> body) {}
}
