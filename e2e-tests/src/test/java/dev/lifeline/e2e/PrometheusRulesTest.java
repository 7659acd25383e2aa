package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.stack.Command;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.Root;
import dev.lifeline.e2e.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerting rules work, and are about what the services measure. */
class PrometheusRulesTest {

    private static final Path DIRECTORY = Root.resolve("deploy/prometheus");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern METRIC = Pattern.compile("\\blifeline_[a-z_]+");
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

    @ParameterizedTest
    @ValueSource(strings = {"check rules lifeline.rules.yml", "test rules lifeline.rules.test.yml"})
    @Needs(Tool.PROMTOOL)
    void prometheus_takes_them_and_they_fire_when_they_should(String arguments) {
        var done =
                Command.of("sh", "-c", "cd '%s' && promtool %s".formatted(DIRECTORY, arguments))
                        .run(LIMIT);

        assertThat(done.exitCode()).as(done.output()).isZero();
    }

    /** The lists in the READMEs are held against the services by tests of each. */
    @Test
    void each_measurement_is_one_that_a_service_has() throws IOException {
        var measured = new TreeSet<String>();
        for (var service : Set.of("agent-executor", "event-gateway", "event-monitor")) {
            measured.addAll(names(METRIC, Root.resolve(service).resolve("README.md")));
        }

        assertThat(names(METRIC, DIRECTORY.resolve("lifeline.rules.yml")))
                .isNotEmpty()
                .isSubsetOf(measured);
    }

    @Test
    void each_alert_is_explained_and_tested() throws IOException {
        var alerts = names(ALERT, DIRECTORY.resolve("lifeline.rules.yml"));

        assertThat(alerts).isNotEmpty();
        assertThat(Files.readString(Root.resolve("docs/operations.md"))).contains(alerts);
        assertThat(Files.readString(DIRECTORY.resolve("lifeline.rules.test.yml"))).contains(alerts);
    }

    private static Set<String> names(Pattern pattern, Path file) throws IOException {
        var found = new TreeSet<String>();
        var matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            var name = matcher.group(matcher.groupCount());
            found.add(name.replaceFirst("_bucket$", ""));
        }
        return found;
    }
}
