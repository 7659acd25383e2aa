package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Executors as child processes that share the work of one log, with no other service around. Their
 * tools note what they do ({@code drill-executor}).
 */
public final class ExecutorFleet implements AutoCloseable {

    private final Broker broker;
    private final Map<String, String> settings;
    private final Path directory = Scratch.directory("fleet-");
    private final List<Service> executors = new ArrayList<>();

    private ExecutorFleet(Broker broker, Map<String, String> settings) {
        this.broker = broker;
        this.settings = Map.copyOf(settings);
        new Issuer().writePublicKey(directory.resolve("public.pem"));
    }

    /** Starts that many; returns when each has partitions. */
    public static ExecutorFleet start(Broker broker, int size, Map<String, String> settings) {
        var fleet = new ExecutorFleet(broker, settings);
        try {
            for (int i = 0; i < size; i++) {
                fleet.add();
            }
            fleet.awaitReady();
            return fleet;
        } catch (RuntimeException | Error failure) {
            fleet.close();
            throw failure;
        }
    }

    /** The name of an executor in events. */
    public static String id(int number) {
        return "executor-" + number;
    }

    /** Starts one more, without waiting for it. */
    public void add() {
        var environment = new TreeMap<>(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put(
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                directory.resolve("public.pem").toUri().toString());
        environment.put("LIFELINE_EXECUTOR_ID", id(executors.size()));
        environment.put("DRILL_EXECUTIONS", executions().toString());
        executors.add(
                new Service(
                        "e2e-tests/drill-executor",
                        FreePorts.one(),
                        environment,
                        directory.resolve(id(executors.size()))));
    }

    /** Waits until each has partitions. */
    public void awaitReady() {
        executors.forEach(Service::awaitReady);
    }

    /** Where tools note their executions, a line each. */
    public Path executions() {
        return directory.resolve("executions.txt");
    }

    /** SIGKILL, as a crash would be; returns when the executor is gone. */
    public void kill(int number) {
        executors.get(number).kill();
    }

    /** Starts again those that are gone; returns when they have partitions. */
    public void restartKilled() {
        executors.stream().filter(Service::isGone).forEach(Service::restart);
    }

    /** SIGSTOP. */
    public void freeze(int number) {
        executors.get(number).freeze();
    }

    /** SIGCONT, after {@link #freeze}. */
    public void thaw(int number) {
        executors.get(number).thaw();
    }

    /** SIGTERM to the one started last; returns when it has ended. */
    public void removeLast() {
        executors.removeLast().close();
    }

    @Override
    public void close() {
        executors.forEach(Service::close);
    }
}
