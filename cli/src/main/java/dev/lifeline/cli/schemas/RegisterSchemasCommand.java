package dev.lifeline.cli.schemas;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.cli.terminal.Terminal;
import dev.lifeline.schemas.ContractRecords;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.registry.RegistryClient;
import dev.lifeline.schemas.registry.SchemaSettings;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lifeline schemas register}. */
@Command(
        name = "register",
        description = {
            "Registers the schema of each of this release's records; may be repeated.",
            "For deployments whose services may not: lifeline.schema.registry.register=false.",
            "Credentials are taken from LIFELINE_SCHEMA_REGISTRY_USERNAME and _PASSWORD."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./lifeline schemas register --registry http://localhost:8085/apis/ccompat/v7",
        })
public final class RegisterSchemasCommand implements Callable<Integer> {

    private static final String URL = "lifeline.schema.registry.url";
    private static final String REGISTER = "lifeline.schema.registry.register";

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description =
                    "Base of its Confluent-compatible API (default: LIFELINE_SCHEMA_REGISTRY_URL).")
    private @Nullable String registry;

    /**
     * @param environment of this process
     */
    public RegisterSchemasCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        var settings = SchemaSettings.from(this::property).registry();
        if (settings == null) {
            throw new CliFailure("Say which registry: --registry URL");
        }
        try (var client = new RegistryClient(settings)) {
            for (var schema : ContractRecords.schemas()) {
                terminal.print("%-46s id %d".formatted(schema.getFullName(), client.idOf(schema)));
            }
        } catch (SchemasUnavailableException failure) {
            throw new CliFailure(String.valueOf(failure.getMessage()), failure);
        }
        return 0;
    }

    private Optional<String> property(String name) {
        if (name.equals(REGISTER)) {
            return Optional.of("true");
        }
        if (name.equals(URL) && registry != null) {
            return Optional.of(registry);
        }
        var variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
        return Optional.ofNullable(environment.get(variable));
    }
}
