package dev.lifeline.executor.mcp;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.mcp.client.McpToolMetadataKeys;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolArguments;
import dev.lifeline.executor.agent.ToolInvocation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One MCP server and its tools: connects in the background, again whenever the connection breaks.
 * While it is away, its tools are the last known, and fail when they are called. Thread-safe.
 */
final class McpServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(McpServer.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final McpEndpoint endpoint;
    private final Thread thread;
    private volatile List<Tool> tools = List.of();
    private volatile @Nullable McpConnection connection;
    private volatile boolean closed;

    McpServer(McpEndpoint endpoint) {
        this.endpoint = endpoint;
        thread = Thread.ofVirtual().name("mcp-" + endpoint.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            // A server that is a process of this one is to end with it.
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isFor(Agent agent) {
        return endpoint.agents().contains(agent.name());
    }

    List<Tool> tools() {
        return tools;
    }

    private void run() {
        var pause = FIRST_PAUSE;
        boolean wasThere = true;
        while (!closed) {
            try (var opened = McpConnection.open(endpoint)) {
                take(opened);
                LOG.infof("MCP server %s: connected, %d tools", endpoint.name(), tools.size());
                wasThere = true;
                pause = FIRST_PAUSE;
                watch(opened);
            } catch (RuntimeException e) {
                // The boundary to a foreign server and its client: whatever it is, it is tried
                // again.
                if (wasThere && !closed) {
                    LOG.warnf(
                            "MCP server %s: away, its tools cannot be called; trying again: %s",
                            endpoint.name(), McpConnection.reason(e));
                }
                wasThere = false;
            } finally {
                connection = null;
            }
            pause = rest(pause);
        }
    }

    /** Waits that long, and returns for how long to wait next time. */
    private Duration rest(Duration pause) {
        if (!closed) {
            LockSupport.parkNanos(pause.toNanos());
        }
        var longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private void take(McpConnection opened) {
        tools = opened.tools().stream().map(this::tool).toList();
        connection = opened;
    }

    /**
     * Returns when the process is told to stop.
     *
     * @throws McpConnection.BrokenException when the connection is
     */
    private void watch(McpConnection opened) {
        while (!closed) {
            opened.check(CHECK_INTERVAL);
            take(opened);
        }
    }

    private Tool tool(ToolSpecification specification) {
        return new Tool(
                specification,
                isTrue(specification, McpToolMetadataKeys.READ_ONLY_HINT)
                        || isTrue(specification, McpToolMetadataKeys.IDEMPOTENT_HINT),
                endpoint.timeout(),
                (arguments, invocation) -> call(specification.name(), arguments, invocation));
    }

    private static boolean isTrue(ToolSpecification specification, String hint) {
        return Boolean.TRUE.equals(specification.metadata().get(hint));
    }

    private String call(String tool, String arguments, ToolInvocation invocation) throws Exception {
        String object = ToolArguments.parse(arguments).toString();
        var current = connection;
        if (current == null) {
            throw new McpConnection.BrokenException(endpoint.name(), "away");
        }
        return json(
                current.call(
                        ToolExecutionRequest.builder().name(tool).arguments(object).build(),
                        invocation));
    }

    /** A server answers with text or, if it says so, with JSON. */
    private static String json(ToolExecutionResult result) {
        return result.result() == null
                ? new TextNode(result.resultText()).toString()
                : result.resultText();
    }
}
