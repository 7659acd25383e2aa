package dev.lifeline.cli.runs;

import dev.lifeline.cli.auth.LocalKeys;
import dev.lifeline.cli.auth.TokenClaims;
import dev.lifeline.cli.auth.TokenIssuer;
import dev.lifeline.cli.stack.RunningStack;
import dev.lifeline.cli.workspace.Workspace;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which gateway a command talks to, and as whom. */
final class Access {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "U",
            description = "Act as this user (default: ${DEFAULT-VALUE}).")
    private String user = "alice";

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "A gateway that accepts this stack's tokens (default: the running stack's).")
    private @Nullable URI gateway;

    URI gateway(Workspace workspace) {
        return gateway == null ? new RunningStack(workspace).gateway() : gateway;
    }

    String token(Workspace workspace) {
        return TokenIssuer.of(LocalKeys.in(workspace.keys())).issue(TokenClaims.user(user));
    }

    String user() {
        return user;
    }
}
