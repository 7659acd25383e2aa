package dev.lifeline.executor.mcp;

import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Agents;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolSource;
import dev.lifeline.executor.config.ExecutorConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** The MCP servers that are configured: each gives its tools to the agents that it is meant for. */
@Singleton
final class McpServers implements ToolSource {

    private final List<McpServer> servers;

    McpServers(ExecutorConfig config, Agents agents) {
        servers =
                config.mcp().entrySet().stream()
                        .map(entry -> server(entry.getKey(), entry.getValue(), agents))
                        .toList();
    }

    private static McpServer server(String name, ExecutorConfig.Mcp config, Agents agents) {
        var endpoint = McpEndpoint.of(name, config);
        for (String agent : endpoint.agents()) {
            if (agents.find(agent).isEmpty()) {
                throw new IllegalStateException(
                        "%s.agents names '%s', which does not exist; there are %s"
                                .formatted(
                                        endpoint.key(),
                                        agent,
                                        agents.all().stream().map(Agent::name).toList()));
            }
        }
        return new McpServer(endpoint);
    }

    void start(@Observes StartupEvent event) {
        servers.forEach(McpServer::start);
    }

    @PreDestroy
    void stop() {
        servers.forEach(McpServer::close);
    }

    @Override
    public List<Tool> toolsFor(Agent agent) {
        return servers.stream()
                .filter(server -> server.isFor(agent))
                .flatMap(server -> server.tools().stream())
                .toList();
    }
}
