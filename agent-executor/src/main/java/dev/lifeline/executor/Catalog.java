package dev.lifeline.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Agents;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.Toolbox;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.avro.AgentDescription;
import dev.lifeline.schemas.avro.ToolDescription;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Tells the gateways, through {@code agent.catalog}, which agents there are. */
@Singleton
public final class Catalog {

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final Agents agents;
    private final Toolbox toolbox;
    private final MutinyEmitter<byte[]> emitter;
    private final Codec codec;
    private final ObjectMapper json;

    Catalog(
            Agents agents,
            Toolbox toolbox,
            @Channel("catalog") MutinyEmitter<byte[]> emitter,
            Codec codec,
            ObjectMapper json) {
        this.agents = agents;
        this.toolbox = toolbox;
        this.emitter = emitter;
        this.codec = codec;
        this.json = json;
    }

    /** What each agent is, in the contract's form. */
    public List<AgentDescription> descriptions() {
        return agents.all().stream().map(this::describe).toList();
    }

    /** Publishes every agent's description and returns when all are in the log. */
    void publish(String executorId, Instant at) {
        for (var description : descriptions()) {
            var metadata =
                    OutgoingKafkaRecordMetadata.<byte[]>builder()
                            .withKey(description.getName().getBytes(UTF_8))
                            .withHeaders(Headers.of(description, executorId, at))
                            .build();
            byte[] value = codec.encode(description);
            Uni.createFrom()
                    .deferred(() -> emitter.sendMessage(Message.of(value).addMetadata(metadata)))
                    .onFailure()
                    .retry()
                    .withBackOff(FIRST_RETRY, LAST_RETRY)
                    .indefinitely()
                    .await()
                    .indefinitely();
        }
    }

    private AgentDescription describe(Agent agent) {
        return AgentDescription.newBuilder()
                .setName(agent.name())
                .setDescription(agent.description())
                .setTools(toolbox.of(agent).stream().map(this::describe).toList())
                .setDefaultDeadline(agent.defaultDeadline().toString())
                .build();
    }

    private ToolDescription describe(Tool tool) {
        return new ToolDescription(
                tool.name(),
                String.valueOf(tool.specification().description()),
                schema(tool),
                tool.repeatable());
    }

    private String schema(Tool tool) {
        try {
            return json.readTree(tool.specification().toJson()).path("parameters").toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("LangChain4j writes valid JSON", e);
        }
    }
}
