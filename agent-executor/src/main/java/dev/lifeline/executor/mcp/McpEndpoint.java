package dev.lifeline.executor.mcp;

import dev.langchain4j.mcp.client.transport.McpTransport;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import dev.lifeline.executor.config.ExecutorConfig;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server as it is configured.
 *
 * @param agents names of those that get its tools
 * @param timeout of a call; null: as for any tool
 * @param transport makes a new way to it, for each try
 */
record McpEndpoint(
        String name,
        Set<String> agents,
        @Nullable Duration timeout,
        Supplier<McpTransport> transport) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    McpEndpoint {
        agents = Set.copyOf(agents);
    }

    static McpEndpoint of(String name, ExecutorConfig.Mcp config) {
        return new McpEndpoint(
                name, config.agents(), config.timeout().orElse(null), transport(name, config));
    }

    /** Under which it is configured. */
    String key() {
        return key(name);
    }

    private static String key(String name) {
        return "lifeline.executor.mcp." + name;
    }

    private static Supplier<McpTransport> transport(String name, ExecutorConfig.Mcp config) {
        var url = config.url();
        var command = config.command();
        if (url.isPresent() == command.isPresent()) {
            throw new IllegalStateException(
                    "set either %1$s.url or %1$s.command".formatted(key(name)));
        }
        return url.isPresent()
                ? () -> http(url.get(), headers(config))
                : () -> process(command.orElseThrow(), config.environment());
    }

    private static McpTransport http(URI url, Map<String, String> headers) {
        return StreamableHttpMcpTransport.builder()
                .url(url.toString())
                .customHeaders(headers)
                .timeout(CONNECT_TIMEOUT)
                .build();
    }

    private static Map<String, String> headers(ExecutorConfig.Mcp config) {
        var headers = new HashMap<>(config.headers());
        config.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        return headers;
    }

    private static McpTransport process(List<String> command, Map<String, String> environment) {
        return StdioMcpTransport.builder().command(command).environment(environment).build();
    }
}
