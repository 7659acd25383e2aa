package dev.lifeline.e2e.drills;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.kafka.EventTail;
import dev.lifeline.e2e.kafka.EventTail.Logged;
import dev.lifeline.e2e.kafka.Orders;
import dev.lifeline.e2e.stack.Broker;
import dev.lifeline.e2e.stack.ExecutorFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** A fleet of executors at work on a broker of its own. Used by one thread. */
public final class Drill implements AutoCloseable {

    /** Does what its input says. */
    public static final String AGENT = "driller";

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int USERS = 12;

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "LIFELINE_EXECUTOR_MODEL_SCRIPTED_PACE", "PT0.01S",
                    "LIFELINE_EXECUTOR_MAX_TURNS", "100",
                    "LIFELINE_EXECUTOR_MAX_TOOL_CALLS", "200",
                    // What an executor is at when it is told to stop is to be handed over.
                    "LIFELINE_EXECUTOR_SHUTDOWN_GRACE", "PT0.5S");

    private final Broker broker;
    private final ExecutorFleet fleet;
    private final Orders orders;
    private final EventTail log;

    private Drill(Broker broker, ExecutorFleet fleet) {
        this.broker = broker;
        this.fleet = fleet;
        orders = new Orders(broker.bootstrapServers());
        log = new EventTail(broker.bootstrapServers());
    }

    /** Starts that many executors; returns when all have partitions. */
    public static Drill start(int executors) {
        var broker = Broker.process();
        try {
            return new Drill(broker, ExecutorFleet.start(broker, executors, SETTINGS));
        } catch (RuntimeException | Error failure) {
            broker.close();
            throw failure;
        }
    }

    public Broker broker() {
        return broker;
    }

    public ExecutorFleet fleet() {
        return fleet;
    }

    public Orders orders() {
        return orders;
    }

    public EventTail log() {
        return log;
    }

    /** The user of that number, of those whose names begin with that prefix. */
    public static String user(String prefix, int number) {
        return prefix + "-" + number % USERS;
    }

    /** All users whose names begin with that prefix. */
    public static List<String> users(String prefix) {
        return IntStream.range(0, USERS).mapToObj(i -> user(prefix, i)).toList();
    }

    /** Orders runs of these users in turn; their ids. */
    public List<String> order(String prefix, int runs, Supplier<String> plan) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < runs; i++) {
            ids.add(order(user(prefix, i), plan.get()));
        }
        return ids;
    }

    /** Orders a run; its id. */
    public String order(String user, String plan) {
        var command = Orders.newRun(user, AGENT, plan);
        orders.send(command);
        return command.getRunId();
    }

    /** Waits until all of these runs have begun. */
    public void awaitBegun(List<String> runs) {
        await("all runs have begun", () -> runs.stream().noneMatch(id -> log.run(id).isEmpty()));
    }

    /** Waits until these runs have so many events together. */
    public void awaitEvents(List<String> runs, int events) {
        await("there are %d events".formatted(events), () -> log.size(runs) >= events);
    }

    /** Waits until all of these runs have ended. */
    public void awaitEnded(List<String> runs) {
        await("all runs have ended", () -> log.ended(runs) == runs.size());
    }

    /** Waits for what the log will show. */
    public void await(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .pollInSameThread()
                .pollInterval(POLL)
                .atMost(LIMIT)
                .until(() -> {
                    log.readOn();
                    return condition.getAsBoolean();
                });
    }

    /**
     * Fails unless each of these runs, which have ended, is whole, and its tools were called as
     * announced.
     */
    public void requireSound(List<String> runs) {
        var executions =
                Execution.in(fleet.executions()).stream().collect(groupingBy(Execution::runId));
        log.readOn();
        for (var id : runs) {
            new Sound(log.run(id), executions.getOrDefault(id, List.of())).require();
        }
    }

    /** Runs that ended as lost. */
    public long lost(List<String> runs) {
        return runs.stream()
                .map(id -> log.run(id).getLast())
                .filter(last -> last.event().getCompleted().getOutcome().equals("LOST"))
                .count();
    }

    /** Runs that more than one executor worked on. */
    public long moved(List<String> runs) {
        return runs.stream().filter(id -> attempts(id) > 1).count();
    }

    private int attempts(String runId) {
        List<Logged> run = log.run(runId);
        assertThat(run).as("events of %s", runId).isNotEmpty();
        return run.getLast().event().getAttempt();
    }

    @Override
    public void close() {
        log.close();
        orders.close();
        fleet.close();
        broker.close();
    }
}
