package dev.lifeline.cli.stack;

import dev.lifeline.cli.auth.LocalKeys;
import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.local.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How each service of a stack is started: the jar that production runs, told where the stack is.
 */
record ServicePrograms(StackPlan plan) {

    /** Three services and a broker are to fit on a laptop beside its owner's work. */
    private static final List<String> MODEST =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    JavaProgram of(Part service) {
        return new JavaProgram(
                service.label(),
                MODEST,
                List.of("-jar", jar(service).toString()),
                environment(service),
                plan.workspace().log(service.label()));
    }

    private Path jar(Part service) {
        Path jar =
                plan.workspace()
                        .root()
                        .resolve(service.module())
                        .resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new CliFailure(
                    "The %s is not built: %s is missing. ./lifeline builds it; or run ./mvnw package"
                            .formatted(service, jar));
        }
        return jar;
    }

    private Map<String, String> environment(Part service) {
        var environment = new TreeMap<>(plan.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", plan.ports().bootstrapServers());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(plan.ports().of(service)));
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", publicKey());
        environment.put("LIFELINE_EXECUTOR_ID", "executor-1");
        environment.put("LIFELINE_GATEWAY_ID", "gateway-1");
        environment.put("LIFELINE_MONITOR_STATE_DIR", plan.workspace().monitorState().toString());
        return environment;
    }

    private String publicKey() {
        return LocalKeys.in(plan.workspace().keys()).publicKeyFile().toUri().toString();
    }
}
