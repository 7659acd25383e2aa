package dev.lifeline.executor.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.agent.tool.P;
import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Agents;
import dev.lifeline.executor.agent.Repeatable;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolInvocation;
import dev.lifeline.executor.agent.ToolMethods;
import dev.lifeline.executor.agent.ToolSource;
import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.OwnershipLostException;
import dev.lifeline.schemas.avro.ErrorDetail;
import dev.lifeline.tracing.Traceparent;
import io.opentelemetry.api.trace.Span;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The agents that an agent may ask, as its tools. Each call is a run of its own, whose id follows
 * from the call: made again after a crash, it finds the run that it began.
 */
@Singleton
@Priority(SubAgents.BEFORE_OTHER_SOURCES)
final class SubAgents implements ToolSource {

    static final int BEFORE_OTHER_SOURCES = 1;

    /** How deep below a user's run others may be. */
    static final int DEEPEST = 3;

    private final Agents agents;
    private final Provider<Runs> runs;
    private final Clock clock;
    private final int mostDescendants;

    /**
     * @param runs asked for when a call is made: it is they who have these tools called
     */
    SubAgents(Agents agents, Provider<Runs> runs, Clock clock, ExecutorConfig config) {
        this.agents = agents;
        this.runs = runs;
        this.clock = clock;
        mostDescendants = config.maxToolCalls();
    }

    @Override
    public List<Tool> toolsFor(Agent agent) {
        return agent.subAgents().stream()
                .map(agents::find)
                .flatMap(Optional::stream)
                .map(this::tool)
                .toList();
    }

    private Tool tool(Agent agent) {
        var tool = ToolMethods.of(new Colleague(agent)).getFirst();
        return new Tool(
                        tool.specification().toBuilder()
                                .name("ask_" + agent.name())
                                .description(
                                        "Asks the agent '%s'. %s"
                                                .formatted(agent.name(), agent.description()))
                                .build(),
                        tool.repeatable(),
                        null,
                        tool.body())
                .awaited();
    }

    private String ask(Agent agent, String input, ToolInvocation call) throws NoAnswerException {
        var parent =
                runs.get()
                        .find(new Ticket.Key(call.tenantId(), call.userId(), call.runId()))
                        .orElseThrow(() -> new IllegalStateException("The run is over."));
        String runId = runId(call);
        var recorded = parent.work().endedChild(runId);
        if (recorded != null) {
            return answer(recorded.getResult(), recorded.getError());
        }
        var ending =
                parent.children()
                        .findOrAdd(runId, () -> start(parent, runId, agent, input))
                        .flatMap(child -> child.end().join())
                        .orElseThrow(() -> new OwnershipLostException(parent.work().owned()));
        return answer(ending.result(), ending.error());
    }

    private Ticket start(Ticket parent, String runId, Agent agent, String input) {
        if (parent.depth() == DEEPEST) {
            throw new IllegalStateException(
                    "Agents ask each other at most %d deep. Answer without asking further."
                            .formatted(DEEPEST));
        }
        if (parent.countDescendant() > mostDescendants) {
            throw new IllegalStateException(
                    "This run and those below it have asked other agents %d times already."
                            .formatted(mostDescendants));
        }
        var work = parent.work();
        return runs.get()
                .startChild(
                        parent,
                        new ChildOrder(
                                identity(work.run(), runId, agent),
                                input,
                                sooner(
                                        parent.deadline(),
                                        clock.instant().plus(agent.defaultDeadline())),
                                work.owned(),
                                work.log(),
                                work.executorId()));
    }

    private static RunIdentity identity(RunIdentity parent, String runId, Agent agent) {
        return new RunIdentity(
                runId,
                parent.tenantId(),
                parent.userId(),
                parent.threadId(),
                parent.runId(),
                null,
                agent.name(),
                Traceparent.of(Span.current()));
    }

    private static Instant sooner(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static String answer(@Nullable String result, @Nullable ErrorDetail error)
            throws NoAnswerException {
        if (error != null) {
            throw new NoAnswerException(error.getMessage());
        }
        return result == null ? "" : result;
    }

    /** A UUIDv7 of the call's time, in which the call takes the place of chance. */
    static String runId(ToolInvocation call) {
        var hash = ByteBuffer.wrap(sha256(call.idempotencyKey()));
        long time = call.announcedAt().toEpochMilli();
        return new UUID(
                        (time << 16) | 0x7000 | (hash.getLong() & 0xFFF),
                        Long.MIN_VALUE | (hash.getLong() >>> 2))
                .toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** An agent as others see it. */
    final class Colleague {

        private final Agent agent;

        Colleague(Agent agent) {
            this.agent = agent;
        }

        @dev.langchain4j.agent.tool.Tool
        @Repeatable
        String ask(
                @P("the whole question: nothing else is known there") String input,
                ToolInvocation call)
                throws NoAnswerException {
            return SubAgents.this.ask(agent, input, call);
        }
    }

    /** An agent was asked and did not answer; the message is its run's. */
    static final class NoAnswerException extends Exception {
        NoAnswerException(String message) {
            super(message);
        }
    }
}
