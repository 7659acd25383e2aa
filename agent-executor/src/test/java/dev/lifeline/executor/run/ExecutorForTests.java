package dev.lifeline.executor.run;

import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Agents;
import dev.lifeline.executor.agent.Toolbox;
import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.executor.log.ThreadHistory;
import dev.lifeline.executor.model.Models;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The runs of one executor without Kafka: its events go where the test wants them. */
final class ExecutorForTests {

    private static final int CONVERTER_PRIORITY = 100;

    private final String id;
    private final RunFactory factory;
    private final Runs runs;

    ExecutorForTests(String id, List<Agent> agents, Map<String, String> settings) {
        this.id = id;
        var config = config(settings);
        var clock = Clock.systemUTC();
        var metrics = new RunMetrics(new SimpleMeterRegistry());
        var known = new Agents(agents);
        var started = new AtomicReference<Runs>();
        factory =
                new RunFactory(
                        known,
                        new Toolbox(List.of(new SubAgents(known, started::get, clock, config))),
                        new Models(config),
                        new ThreadHistory(new KafkaClients(Map.of(), new Codec()), new Codec()),
                        metrics,
                        new RunTracing(OpenTelemetry.noop()),
                        clock,
                        config);
        runs = new Runs(factory, metrics, clock, config);
        started.set(runs);
    }

    private static ExecutorConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(ExecutorConfig.class)
                .withConverter(MemorySize.class, CONVERTER_PRIORITY, new MemorySizeConverter())
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(ExecutorConfig.class);
    }

    void start(StartRun command, OwnedPartition owned, EventAppender log) {
        runs.submit(new Order(command, owned, log, id, () -> {}));
    }

    /** Takes over what another left open. */
    void goOn(List<OpenRun> open, OwnedPartition owned, EventAppender log) {
        runs.goOn(
                open.stream()
                        .map(run -> new Continuation(run, factory.obstacle(run), owned, log, id))
                        .toList());
    }

    void cancel(CancelRun command) {
        runs.cancel(command, () -> {});
    }
}
