package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The project's docker-compose.yml, brought up under a name of its own. */
public final class ComposeStack implements Stack {

    private static final Duration UP_LIMIT = Duration.ofMinutes(8);
    private static final Duration CALL_LIMIT = Duration.ofMinutes(2);

    private final String project = "lifeline-e2e-" + ProcessHandle.current().pid();
    private final int port = FreePorts.block(4);
    private final Map<String, String> environment =
            Map.of(
                    "LIFELINE_GATEWAY_PORT", Integer.toString(port),
                    "LIFELINE_EXECUTOR_PORT", Integer.toString(port + 1),
                    "LIFELINE_MONITOR_PORT", Integer.toString(port + 2),
                    "LIFELINE_KAFKA_PORT", Integer.toString(port + 3));

    private ComposeStack() {}

    /** Builds the images and waits until all is healthy. */
    public static ComposeStack up() {
        var stack = new ComposeStack();
        try {
            stack.compose(UP_LIMIT, "up", "--wait", "--build");
            var token = stack.token("probe");
            Awaitility.await("the gateway knows agents")
                    .atMost(CALL_LIMIT)
                    .until(() -> Probe.knowsAgents(stack.gateway(), token));
            return stack;
        } catch (RuntimeException | Error failure) {
            stack.printLogs();
            stack.close();
            throw failure;
        }
    }

    @Override
    public URI gateway() {
        return uri(port);
    }

    @Override
    public URI executor() {
        return uri(port + 1);
    }

    @Override
    public URI monitor() {
        return uri(port + 2);
    }

    @Override
    public String bootstrapServers() {
        return "localhost:" + (port + 3);
    }

    @Override
    public String token(String user) {
        return cli("token", user);
    }

    @Override
    public String operatorToken() {
        return cli("token", "--operator", "operator");
    }

    @Override
    public void killGateway() {
        Command.of("docker", "kill", project + "-gateway-1").run(CALL_LIMIT).expectSuccess();
    }

    @Override
    public void startGateway() {
        compose(CALL_LIMIT, "up", "--wait", "--no-deps", "gateway");
    }

    @Override
    public void close() {
        compose(CALL_LIMIT, "down", "-v", "--remove-orphans");
    }

    private String cli(String... words) {
        var all = new ArrayList<>(List.of("run", "--rm", "-T", "--no-deps", "cli"));
        all.addAll(List.of(words));
        var output = compose(CALL_LIMIT, all.toArray(String[]::new));
        return output.lines().filter(line -> line.startsWith("eyJ")).findFirst().orElseThrow();
    }

    private void printLogs() {
        var logs = command("logs", "--tail", "50").run(CALL_LIMIT).output();
        System.err.println(logs);
    }

    private String compose(Duration limit, String... words) {
        return command(words).run(limit).expectSuccess();
    }

    private Command command(String... words) {
        var all = new ArrayList<>(List.of("docker", "compose", "-p", project));
        all.addAll(List.of(words));
        return new Command(all, root(), environment);
    }

    private static Path root() {
        return Root.resolve(".");
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
