package dev.lifeline.executor.model;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.config.ExecutorConfig;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Chooses each agent's model: the configured endpoint's, otherwise the agent's own script. */
@Singleton
public final class Models {

    private final ExecutorConfig.Model config;
    private final @Nullable StreamingChatModel endpoint;

    public Models(ExecutorConfig executor) {
        config = executor.model();
        endpoint = config.baseUrl().map(this::connect).orElse(null);
    }

    /**
     * The model of an agent.
     *
     * @throws NoModelException if the agent has no script and no endpoint is configured
     */
    public NamedModel of(Agent agent) throws NoModelException {
        if (endpoint != null) {
            return new NamedModel("openai", config.name(), endpoint);
        }
        if (agent instanceof ScriptedAgent scripted) {
            return new NamedModel(
                    "scripted",
                    "scripted",
                    new ScriptedModel(scripted.script(), config.scriptedPace()));
        }
        throw new NoModelException(agent.name());
    }

    private StreamingChatModel connect(String baseUrl) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(config.apiKey().orElse("none"))
                .modelName(config.name())
                .timeout(config.timeout())
                .returnThinking(true)
                .build();
    }

    /**
     * A model and what events call it.
     *
     * @param provider by whose interface it is called
     * @param name of the model
     */
    public record NamedModel(String provider, String name, StreamingChatModel chat) {}

    /** No model can be found for an agent. */
    public static final class NoModelException extends Exception {
        NoModelException(String agent) {
            super("no model is configured for the agent '" + agent + "'");
        }
    }
}
