package dev.lifeline.cli.stack;

import dev.lifeline.cli.auth.LocalKeys;
import dev.lifeline.cli.auth.TokenClaims;
import dev.lifeline.cli.auth.TokenIssuer;
import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.topics.KafkaCluster;
import dev.lifeline.cli.topics.TopicProvisioning;
import dev.lifeline.cli.topics.TopicRequest;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.local.BrokerStartException;
import dev.lifeline.local.JavaProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A broker and the three services as child processes of this one; none outlives it.
 *
 * <p>A part that ends unasked completes {@link #death()}; what follows is the caller's to decide.
 */
public final class LocalStack implements AutoCloseable {

    private static final Duration BROKER_ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final int LINES_SHOWN = 30;

    private final StackPlan plan;
    private final StackObserver observer;
    private final StateFile stateFile;
    private final Map<Part, JavaProcess> processes = new ConcurrentHashMap<>();
    private final CompletableFuture<Death> death = new CompletableFuture<>();
    private volatile boolean closing;

    private LocalStack(StackPlan plan, StackObserver observer) {
        this.plan = plan;
        this.observer = observer;
        this.stateFile = new StateFile(plan.workspace().stackFile());
    }

    /** A stack that has its place in the workspace, and nothing running yet. */
    public static LocalStack claim(StackPlan plan, StackObserver observer) {
        var stack = new LocalStack(plan, observer);
        stack.stateFile.claim(StackState.starting(plan.ports()));
        return stack;
    }

    /** Starts everything; returns when all services say that they are ready. */
    public void start() throws InterruptedException {
        for (Part part : Part.values()) {
            plan.workspace().beginLog(part.label());
        }
        startBroker();
        createTopics();
        for (Part service : Part.SERVICES) {
            launch(service);
        }
        new StartupWait(plan.ports(), observer, death).await(Part.SERVICES);
    }

    public Ports ports() {
        return plan.ports();
    }

    /** The first part that ended unasked. */
    public CompletableFuture<Death> death() {
        return death;
    }

    /** A token that this stack's services accept. */
    public String token(TokenClaims bearer) {
        return TokenIssuer.of(LocalKeys.in(plan.workspace().keys())).issue(bearer);
    }

    /** The part's latest process. */
    public JavaProcess process(Part part) {
        var process = processes.get(part);
        if (process == null) {
            throw new IllegalStateException("The " + part + " has not been started");
        }
        return process;
    }

    /** SIGKILL, as a crash would be, and no death to report. */
    public void kill(Part service) {
        var process = process(service);
        processes.remove(service);
        process.kill();
    }

    /** Starts a killed service again; returns when it is ready. */
    public void restart(Part service) throws InterruptedException {
        launch(service);
        new StartupWait(plan.ports(), observer, death).await(List.of(service));
    }

    /** Stops everything in order; safe to call twice, and from a shutdown hook. */
    @Override
    public void close() {
        closing = true;
        for (Part part : Part.STOP_ORDER) {
            Optional.ofNullable(processes.remove(part)).ifPresent(process -> stop(part, process));
        }
        stateFile.delete();
    }

    private void stop(Part part, JavaProcess process) {
        if (process.isAlive()) {
            observer.stopping(part);
        }
        process.close();
    }

    private void startBroker() {
        long startedAt = System.nanoTime();
        var workspace = plan.workspace();
        try {
            var broker =
                    BrokerProcess.start(
                            workspace.brokerData(),
                            plan.ports().broker(),
                            plan.ports().controller(),
                            workspace.log(Part.BROKER.label()));
            adopt(Part.BROKER, broker.process());
        } catch (BrokerStartException failure) {
            throw new CliFailure(String.valueOf(failure.getMessage()), failure);
        }
        observer.ready(Part.BROKER, Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private void createTopics() throws InterruptedException {
        try (var admin =
                KafkaCluster.connect(
                        plan.ports().bootstrapServers(), Map.of(), BROKER_ANSWERS_WITHIN)) {
            var request = TopicRequest.withPartitions(plan.partitions());
            observer.topicsCreated(new TopicProvisioning(admin).align(request));
        }
    }

    private void launch(Part service) {
        if (!closing) {
            adopt(service, JavaProcess.start(new ServicePrograms(plan).of(service)));
        }
    }

    private void adopt(Part part, JavaProcess process) {
        processes.put(part, process);
        var _ = process.onExit().thenAccept(code -> ended(part, process, code));
        stateFile.update(
                StackState.starting(plan.ports())
                        .with(processes.entrySet().stream().map(LocalStack::partState).toList()));
    }

    private static StackState.PartState partState(Map.Entry<Part, JavaProcess> entry) {
        return new StackState.PartState(entry.getKey(), entry.getValue().pid());
    }

    private void ended(Part part, JavaProcess process, int exitCode) {
        if (!closing && processes.get(part) == process) {
            var log = process.log();
            death.complete(new Death(part, exitCode, log.path(), log.tail(LINES_SHOWN)));
        }
    }
}
