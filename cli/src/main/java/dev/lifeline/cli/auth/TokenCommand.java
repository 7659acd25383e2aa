package dev.lifeline.cli.auth;

import dev.lifeline.cli.terminal.ShortDuration;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.cli.workspace.Workspace;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeline token}. */
@Command(
        name = "token",
        description = "Prints a token for the local stack, and nothing else.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline token alice",
            "  ./lifeline token --operator ops",
            "  curl -H \"Authorization: Bearer $(./lifeline token alice)\" localhost:8080/v1/agents"
        })
public final class TokenCommand implements Callable<Integer> {

    private final Workspace workspace;
    private final Terminal terminal;

    @Parameters(paramLabel = "USER", description = "Whose token: the subject.")
    private String user = "";

    @Option(
            names = "--tenant",
            paramLabel = "T",
            description = "The user's tenant (default: ${DEFAULT-VALUE}).")
    private String tenant = TokenClaims.DEFAULT_TENANT;

    @Option(
            names = "--operator",
            description = "May also see what spans users: the monitor's runs and alerts.")
    private boolean operator;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            defaultValue = "12h",
            converter = ShortDuration.class,
            description = "How long it is valid, such as 15m or 12h (default: ${DEFAULT-VALUE}).")
    private Duration ttl = TokenClaims.DEFAULT_TTL;

    public TokenCommand(Workspace workspace, Terminal terminal) {
        this.workspace = workspace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var claims = new TokenClaims(user, tenant, operator, ttl);
        terminal.print(TokenIssuer.of(LocalKeys.in(workspace.keys())).issue(claims));
        return 0;
    }
}
