package dev.lifeline.executor.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Everything that can be set about an executor; the module's README explains each key. */
@ConfigMapping(prefix = "lifeline.executor")
public interface ExecutorConfig {

    /** Name of this process in events; the host's name unless given. */
    Optional<String> id();

    /** Consumer group of all executors of one log. */
    @WithDefault("lifeline-executor")
    String group();

    /** Runs at the same time; further ones wait. */
    @WithDefault("1000")
    @Min(1)
    int maxRuns();

    /** Of these, runs of one tenant; as many as there are unless given. */
    Optional<@Min(1) Integer> maxRunsPerTenant();

    /** Memory for runs that wait for a place; beyond, no commands are read. */
    @WithDefault("64M")
    MemorySize maxWaiting();

    /** Of this, for one tenant; beyond, the partitions rest that more of its runs come from. */
    @WithDefault("16M")
    MemorySize maxWaitingPerTenant();

    /** Longest deadline a run may ask for. */
    @WithDefault("PT15M")
    Duration maxDeadline();

    /** Model turns of one run. */
    @WithDefault("20")
    @Min(1)
    int maxTurns();

    /** Tool calls of one run. */
    @WithDefault("100")
    @Min(1)
    int maxToolCalls();

    /** Tokens of one run, read and written together. */
    @WithDefault("1000000")
    @Min(1)
    long maxTokens();

    /** How long a tool call may take, unless the tool says otherwise. */
    @WithDefault("PT1M")
    Duration toolTimeout();

    /** Text of a model is written at the latest after this time… */
    @WithDefault("PT0.1S")
    Duration deltaInterval();

    /** … or when it has this many characters. */
    @WithDefault("1024")
    @Min(1)
    @Max(65_536)
    int deltaSize();

    /** Between two signs of life in each owned partition. */
    @WithDefault("PT2S")
    Duration beatInterval();

    /** Runs that could not write for so long, because Kafka is away, are stopped. */
    @WithDefault("PT5M")
    Duration kafkaPatience();

    /** Time that running runs get to end when the process is told to stop. */
    @WithDefault("PT20S")
    Duration shutdownGrace();

    /** Time that tools get to end which may not be called twice, when their partition moves. */
    @WithDefault("PT20S")
    Duration yieldPatience();

    Model model();

    /** An OpenAI-compatible endpoint. */
    interface Model {

        /** Its address up to and including the version, such as {@code http://host/v1}. */
        Optional<String> baseUrl();

        Optional<String> apiKey();

        /** The model's name as the endpoint knows it. */
        @WithDefault("gpt-4o-mini")
        String name();

        /** Longest silence of the endpoint. */
        @WithDefault("PT60S")
        Duration timeout();

        /** Between two words of the scripted model. */
        @WithDefault("PT0.03S")
        Duration scriptedPace();
    }
}
