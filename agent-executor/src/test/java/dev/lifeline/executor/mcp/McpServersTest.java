package dev.lifeline.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Agents;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.run.ExecutorForTests;
import dev.lifeline.executor.run.MemoryLog;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ToolResult;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tools of a real MCP server, npm's server-everything, called by runs. */
@EnabledIf("dev.lifeline.executor.mcp.EverythingServer#canBeInstalled")
class McpServersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "lifeline.executor.mcp.everything.";

    private final Map<String, String> settings =
            new HashMap<>(
                    Map.of(
                            PREFIX + "agents",
                            "caller",
                            "lifeline.executor.model.scripted-pace",
                            "PT0S"));
    private final MemoryLog log = new MemoryLog();
    private final List<Agent> agents = List.of(new Caller());
    private final List<McpServers> started = new ArrayList<>();

    @BeforeAll
    static void install() {
        EverythingServer.install();
    }

    @AfterEach
    void stop() {
        started.forEach(McpServers::stop);
    }

    @Test
    void a_servers_tools_are_called_like_any_others() {
        var calls = startWithProcess();

        var events = calls.run("echo {\"message\":\"hi\"}");

        assertThat(events)
                .extracting(AgentEvent::getType)
                .containsSubsequence("tool_executing", "tool_completed", "agent_completed");
        assertThat(result(events).getStatus()).isEqualTo("OK");
        assertThat(result(events).getResult()).isEqualTo("\"Echo: hi\"");
        assertThat(
                        result(calls.run("get-structured-content {\"location\":\"New York\"}"))
                                .getResult())
                .as("what a server gives as JSON stays JSON")
                .startsWith("{")
                .contains("\"temperature\":");
    }

    @Test
    void arguments_that_do_not_fit_are_told_to_the_model_and_the_run_goes_on() {
        var calls = startWithProcess();

        assertThat(error(calls.run("echo {\"message\":"))).isEqualTo("invalid_arguments");
        var events = calls.run("get-sum {\"a\":\"one\",\"b\":2}");
        assertThat(result(events).getError().getMessage())
                .as("the server's own words")
                .contains("Invalid arguments for tool get-sum");
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("SUCCEEDED");
        assertThat(result(calls.run("echo {\"message\":\"hi\"}")).getStatus())
                .as("a failed call is no broken connection")
                .isEqualTo("OK");
    }

    @Test
    void a_tool_may_be_repeated_after_a_crash_if_its_server_says_that_this_does_no_harm() {
        var calls = startWithProcess();

        assertThat(calls.tool("echo").repeatable()).isTrue();
        assertThat(calls.tool("toggle-subscriber-updates").repeatable()).isFalse();
    }

    @Test
    void a_call_that_takes_too_long_is_given_up() {
        settings.put(PREFIX + "timeout", "PT0.5S");
        var calls = startWithProcess();

        var events = calls.run("trigger-long-running-operation {\"duration\":60,\"steps\":1}");

        assertThat(result(events).getStatus()).isEqualTo("TIMED_OUT");
        assertThat(result(calls.run("echo {\"message\":\"still\"}")).getStatus()).isEqualTo("OK");
    }

    @Test
    void a_server_that_dies_in_a_call_is_a_failed_call_and_is_started_anew() {
        var calls = startWithProcess();
        String runId = calls.start("trigger-long-running-operation {\"duration\":60,\"steps\":1}");
        await().atMost(PATIENCE).until(() -> log.has(runId, "tool_executing"));

        EverythingServer.killProcesses();

        var events = log.awaitEnd(runId);
        assertThat(error(events)).isEqualTo("tool_error");
        assertThat(result(events).getError().getMessage())
                .isEqualTo("The tool server 'everything' cannot be reached at the moment.");
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("SUCCEEDED");
        await().atMost(PATIENCE)
                .until(() ->
                        result(calls.run("echo {\"message\":\"again\"}")).getStatus().equals("OK"));
    }

    @Test
    void a_server_that_is_away_is_waited_for_and_costs_a_run_one_call() {
        int port = EverythingServer.freePort();
        settings.put(PREFIX + "url", "http://localhost:%d/mcp".formatted(port));
        var calls = start();
        assertThat(error(calls.run("echo {\"message\":\"hi\"}")))
                .as("a server that has not been there yet has no tools")
                .isEqualTo("unknown_tool");

        try (var _ = EverythingServer.start(port)) {
            calls.awaitTool("echo");
            assertThat(result(calls.run("echo {\"message\":\"hi\"}")).getResult())
                    .isEqualTo("\"Echo: hi\"");
        }

        var events = calls.run("echo {\"message\":\"hi\"}");
        assertThat(error(events)).isEqualTo("tool_error");
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("SUCCEEDED");
        try (var _ = EverythingServer.start(port)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            result(calls.run("echo {\"message\":\"hi\"}"))
                                    .getStatus()
                                    .equals("OK"));
        }
    }

    @Test
    void an_agents_own_tool_wins_over_a_servers_of_the_same_name() {
        var calls = startWithProcess();

        assertThat(result(calls.run("get-env {}")).getResult()).isEqualTo("\"its own\"");
    }

    @Test
    void settings_that_make_no_sense_are_refused_with_what_to_do() {
        assertThatThrownBy(this::start)
                .hasMessage(
                        "set either lifeline.executor.mcp.everything.url or"
                                + " lifeline.executor.mcp.everything.command");
        settings.put(PREFIX + "command", "true");
        settings.put(PREFIX + "agents", "nobody");
        assertThatThrownBy(this::start)
                .hasMessage(
                        "lifeline.executor.mcp.everything.agents names 'nobody', which does not"
                                + " exist; there are [caller]");
    }

    private Calls startWithProcess() {
        settings.put(PREFIX + "command", EverythingServer.command());
        var calls = start();
        calls.awaitTool("echo");
        return calls;
    }

    private Calls start() {
        var servers = new McpServers(ExecutorForTests.config(settings), new Agents(agents));
        started.add(servers);
        servers.start(new StartupEvent());
        return new Calls(servers, new ExecutorForTests("executor", agents, settings, servers), log);
    }

    /** Runs that call tools of servers. */
    private record Calls(McpServers servers, ExecutorForTests executor, MemoryLog log) {

        void awaitTool(String name) {
            await().atMost(PATIENCE).until(() -> find(name).isPresent());
        }

        Tool tool(String name) {
            return find(name).orElseThrow();
        }

        private Optional<Tool> find(String name) {
            return servers.toolsFor(new Caller()).stream()
                    .filter(tool -> tool.name().equals(name))
                    .findFirst();
        }

        String start(String question) {
            return executor.start("caller", question, log);
        }

        List<AgentEvent> run(String question) {
            return log.awaitEnd(start(question));
        }
    }

    private static ToolResult result(List<AgentEvent> events) {
        return events.stream()
                .filter(event -> event.getToolResult() != null)
                .findFirst()
                .orElseThrow()
                .getToolResult();
    }

    private static String error(List<AgentEvent> events) {
        return result(events).getError().getCode();
    }
}
