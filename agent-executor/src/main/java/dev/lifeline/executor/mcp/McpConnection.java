package dev.lifeline.executor.mcp;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpCallContext;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.McpClientListener;
import dev.langchain4j.mcp.client.transport.McpTransport;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import dev.langchain4j.mcp.protocol.McpCancellationNotification;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.lifeline.executor.agent.InvalidArgumentsException;
import dev.lifeline.executor.agent.ToolInvocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One session with an MCP server, from its beginning until it breaks: then it ends the calls that
 * are at work. Thread-safe.
 */
final class McpConnection implements AutoCloseable {

    /** By which a server may know a call that is made again. */
    static final String IDEMPOTENCY_KEY = "dev.lifeline/idempotencyKey";

    private static final Logger LOG = Logger.getLogger(McpConnection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ScopedValue<Call> CALL = ScopedValue.newInstance();

    private final String name;
    private final McpTransport transport;
    private final McpClient client;
    private final Set<Thread> atWork = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<String> broken = new CompletableFuture<>();

    private McpConnection(String name, McpTransport transport, McpClient client) {
        this.name = name;
        this.transport = transport;
        this.client = client;
        if (transport instanceof StdioMcpTransport process) {
            var _ = process.getProcess().onExit().thenRun(() -> breakOff("its process has ended"));
        }
    }

    static McpConnection open(McpEndpoint endpoint) {
        var transport = endpoint.transport().get();
        try {
            return new McpConnection(endpoint.name(), transport, client(endpoint, transport));
        } catch (RuntimeException e) {
            close(transport);
            throw e;
        }
    }

    /** Calls have no limit here: the run that makes them has one for each, and interrupts. */
    private static McpClient client(McpEndpoint endpoint, McpTransport transport) {
        return DefaultMcpClient.builder()
                .key(endpoint.name())
                .clientName("lifeline")
                .transport(transport)
                .initializationTimeout(PATIENCE)
                .pingTimeout(PATIENCE)
                .toolExecutionTimeout(Duration.ZERO)
                .autoHealthCheck(false)
                .listener(new CallIds())
                .metaSupplier(context -> meta())
                .logHandler(message -> {
                    // A server's own messages may repeat what its tools were given.
                })
                .build();
    }

    private static Map<String, Object> meta() {
        return CALL.isBound() ? Map.of(IDEMPOTENCY_KEY, CALL.get().idempotencyKey) : Map.of();
    }

    /** What the server has, as it last said. */
    List<ToolSpecification> tools() {
        return client.listTools();
    }

    /**
     * Makes a call, however long it takes.
     *
     * @throws InvalidArgumentsException if the server says so
     * @throws BrokenException if the connection is, or breaks meanwhile
     */
    ToolExecutionResult call(ToolExecutionRequest request, ToolInvocation invocation)
            throws InvalidArgumentsException {
        var call = new Call(invocation.idempotencyKey());
        var thread = Thread.currentThread();
        atWork.add(thread);
        try {
            requireWhole();
            return ScopedValue.where(CALL, call).call(() -> client.executeTool(request));
        } catch (ToolArgumentsException e) {
            throw new InvalidArgumentsException(reason(e));
        } catch (ToolExecutionException e) {
            throw failure(call, e);
        } catch (RuntimeException e) {
            requireWhole();
            if (e.getCause() instanceof InterruptedException) {
                cancel(call);
            }
            throw unusable(e);
        } finally {
            atWork.remove(thread);
        }
    }

    /** The tool's own failure is told in its own words. */
    private RuntimeException failure(Call call, ToolExecutionException e) {
        if (call.isAnswered) {
            return new IllegalStateException(reason(e));
        }
        // Other calls may be well: only if the server does not answer at all is it given up.
        ping();
        return new BrokenException(name, reason(e));
    }

    private void requireWhole() {
        if (broken.isDone()) {
            throw new BrokenException(name, broken.join());
        }
    }

    /** The run has given the call up; the server is told, who may go on all the same. */
    private void cancel(Call call) {
        // What it is told with may be interrupted too.
        var _ = Thread.interrupted();
        if (call.id != null) {
            transport.executeOperationWithoutResponse(
                    new McpCancellationNotification(call.id, "given up"));
        }
    }

    private RuntimeException unusable(RuntimeException e) {
        LOG.debugf(e, "MCP server %s: a call failed", name);
        return new IllegalStateException(
                "The tool server '%s' gave an answer that cannot be used.".formatted(name));
    }

    /**
     * Waits that long for the connection to break, and then looks whether the server still answers.
     *
     * @throws BrokenException if not
     */
    void check(Duration interval) {
        try {
            broken.get(interval.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            ping();
        } catch (InterruptedException e) {
            breakOff("told to stop");
        } catch (ExecutionException e) {
            throw new IllegalStateException("it never fails", e);
        }
        requireWhole();
    }

    private void ping() {
        try {
            client.checkHealth();
        } catch (RuntimeException e) {
            // A server that is busy with a call may be silent meanwhile.
            if (atWork.isEmpty() || !(e.getCause() instanceof TimeoutException)) {
                breakOff(reason(e));
            }
        }
    }

    private void breakOff(String reason) {
        broken.complete(reason);
        atWork.forEach(Thread::interrupt);
    }

    /** Innermost first: the client wraps what happened. */
    static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() {
        breakOff("closed");
        try {
            client.close();
        } catch (Exception e) {
            // Nothing is expected of it any more.
            LOG.debugf(e, "MCP server %s: closing", name);
        }
    }

    private static void close(McpTransport transport) {
        try {
            transport.close();
        } catch (Exception e) {
            // As above; it may not even have been opened.
            LOG.debugf(e, "closing a transport");
        }
    }

    /** A call on its way. Used by its own thread only. */
    private static final class Call {

        private final String idempotencyKey;
        private @Nullable Long id;
        private boolean isAnswered = true;

        Call(String idempotencyKey) {
            this.idempotencyKey = idempotencyKey;
        }
    }

    /** Notes what the client does not say of a call otherwise: its id, and why it failed. */
    private static final class CallIds implements McpClientListener {

        @Override
        public void beforeExecuteTool(McpCallContext context) {
            CALL.get().id = context.message().getId();
        }

        @Override
        public void onExecuteToolError(McpCallContext context, Throwable error) {
            CALL.get().isAnswered = !(error instanceof ExecutionException);
        }
    }

    /** The server cannot be reached, or went away; the message is for the user. */
    static final class BrokenException extends RuntimeException {

        BrokenException(String server, String reason) {
            super(
                    "The tool server '%s' cannot be reached at the moment.".formatted(server),
                    new IllegalStateException(reason));
        }
    }
}
