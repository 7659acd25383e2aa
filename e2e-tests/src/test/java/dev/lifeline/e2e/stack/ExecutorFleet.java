package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Executors as child processes that share the work of one log, with no other service around. */
public final class ExecutorFleet implements AutoCloseable {

    private final List<Service> executors;

    private ExecutorFleet(List<Service> executors) {
        this.executors = executors;
    }

    /** Starts that many, named {@code executor-0} and so on; returns when each has partitions. */
    public static ExecutorFleet start(Broker broker, int size, Map<String, String> settings) {
        int port = FreePorts.block(size);
        var fleet =
                new ExecutorFleet(
                        IntStream.range(0, size)
                                .mapToObj(i -> executor(broker, i, port + i, settings))
                                .toList());
        try {
            fleet.executors.forEach(Service::awaitReady);
            return fleet;
        } catch (RuntimeException | Error failure) {
            fleet.close();
            throw failure;
        }
    }

    private static Service executor(
            Broker broker, int number, int port, Map<String, String> settings) {
        var directory = Scratch.directory("executor-%d-".formatted(number));
        var key = directory.resolve("public.pem");
        new Issuer().writePublicKey(key);
        var environment = new TreeMap<>(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString());
        environment.put("LIFELINE_EXECUTOR_ID", "executor-" + number);
        return new Service("agent-executor", port, environment, directory);
    }

    /** SIGKILL, as a crash would be; returns when the executor is gone. */
    public void kill(int number) {
        executors.get(number).kill();
    }

    /** SIGTERM; returns when the executor has ended. */
    public void stop(int number) {
        executors.get(number).close();
    }

    @Override
    public void close() {
        executors.forEach(Service::close);
    }
}
