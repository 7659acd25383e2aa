package dev.lifeline.gateway.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agents known from agent.catalog, by name. Thread-safe. */
public final class Catalog {

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Agent> agents = new ConcurrentSkipListMap<>();
    private final Codec codec;

    public Catalog(Codec codec) {
        this.codec = codec;
    }

    /**
     * Takes a record of agent.catalog; without a value it says that the agent is gone.
     *
     * @throws SchemasUnavailableException if its schema is still being looked for
     */
    public void take(byte[] key, byte @Nullable [] value) {
        var name = new String(key, UTF_8);
        if (value == null) {
            agents.remove(name);
            return;
        }
        try {
            agents.put(name, agent(codec.decode(value, AgentDescription.class)));
        } catch (UndecodableException e) {
            LOG.warn("undecodable catalogue entry agent={}: {}", name, e.getMessage());
        }
    }

    public Optional<Agent> agent(String name) {
        return Optional.ofNullable(agents.get(name));
    }

    /** All agents, by name. */
    public List<Agent> agents() {
        return List.copyOf(agents.values());
    }

    private Agent agent(AgentDescription description) {
        var tools =
                description.getTools().stream()
                        .map(tool ->
                                new Agent.Tool(
                                        tool.getName(),
                                        tool.getDescription(),
                                        json(tool.getSchema$()),
                                        tool.getRepeatable()))
                        .toList();
        return new Agent(
                description.getName(),
                description.getDescription(),
                tools,
                description.getDefaultDeadline());
    }

    private JsonNode json(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
