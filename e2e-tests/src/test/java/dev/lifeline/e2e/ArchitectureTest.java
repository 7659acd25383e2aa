package dev.lifeline.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.lifeline.e2e.stack.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the architecture that can be read off the classes. */
class ArchitectureTest {

    private static final String GENERATED = "dev.lifeline.schemas.avro";
    private static final String EXECUTOR = "dev.lifeline.executor";
    private static final List<String> SERVICES =
            List.of("agent-executor", "event-gateway", "event-monitor");
    private static final List<String> MODULES =
            List.of(
                    "schemas",
                    "local-broker",
                    "tracing",
                    "agent-executor",
                    "event-gateway",
                    "event-monitor",
                    "cli",
                    "e2e-tests",
                    "e2e-tests/drill-executor");

    private static final JavaClasses PRODUCT = classes("classes", MODULES);
    private static final JavaClasses SERVICE_CLASSES = classes("classes", SERVICES);
    private static final JavaClasses TESTS = classes("test-classes", MODULES);

    @Test
    void every_module_has_been_built() {
        assertThat(List.of("schemas", "local", "executor", "gateway", "monitor", "cli", "tracing"))
                .allSatisfy(module ->
                        assertThat(PRODUCT)
                                .as(module)
                                .anyMatch(c ->
                                        c.getPackageName().startsWith("dev.lifeline." + module)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "gateway", "monitor"})
    void services_do_not_know_each_other(String service) {
        var others =
                Arrays.stream(new String[] {"executor", "gateway", "monitor", "cli", "local"})
                        .filter(other -> !other.equals(service))
                        .map(other -> "dev.lifeline." + other + "..")
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.lifeline." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(PRODUCT);
    }

    @Test
    void packages_have_no_cycles() {
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(PRODUCT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jakarta.inject.Inject",
                "org.eclipse.microprofile.reactive.messaging.Channel",
                "org.eclipse.microprofile.config.inject.ConfigProperty"
            })
    void nothing_is_injected_into_fields(String annotation) {
        noFields().should().beAnnotatedWith(annotation).check(PRODUCT);
    }

    @Test
    void every_package_is_null_marked() {
        Set<String> unmarked =
                PRODUCT.stream()
                        .map(JavaClass::getPackage)
                        .filter(p -> p.getName().startsWith("dev.lifeline"))
                        .filter(p -> !p.getName().equals(GENERATED))
                        .filter(p -> !p.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .map(JavaPackage::getName)
                        .collect(Collectors.toSet());
        assertThat(unmarked).as("packages without @NullMarked").isEmpty();
    }

    @Test
    void only_the_run_calls_the_model() {
        requireOnly(
                List.of(EXECUTOR + ".run.RunLoop", EXECUTOR + ".run.ModelTurn"),
                "dev.langchain4j.model.chat.StreamingChatModel",
                "chat");
    }

    @Test
    void only_the_dispatcher_calls_tools() {
        requireOnly(
                List.of(EXECUTOR + ".run.ToolDispatcher"), EXECUTOR + ".agent.Tool$Body", "call");
    }

    @Test
    void only_the_event_writer_has_a_kafka_producer_of_its_own() {
        noClasses()
                .that()
                .resideInAPackage(EXECUTOR + "..")
                .and(
                        areOutside(
                                List.of(
                                        EXECUTOR + ".log.EventWriter",
                                        EXECUTOR + ".log.KafkaClients")))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.kafka.clients.producer.KafkaProducer")
                .check(PRODUCT);
    }

    @Test
    void services_log_by_their_logger_only() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(SERVICE_CLASSES);
        // A job, unlike a service, answers whoever has started it.
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
                SERVICE_CLASSES.that(not(resideInAPackage("dev.lifeline.monitor.launch"))));
    }

    @Test
    void tests_wait_for_conditions_and_never_for_time() {
        noClasses()
                .should()
                .callMethodWhere(callsAny(Thread.class.getName(), "sleep"))
                .check(TESTS);
    }

    private static void requireOnly(List<String> classes, String owner, String method) {
        noClasses()
                .that(areOutside(classes))
                .should()
                .callMethodWhere(callsAny(owner, method))
                .check(PRODUCT);
    }

    /** Neither one of the classes nor nested in one. */
    private static DescribedPredicate<JavaClass> areOutside(List<String> classes) {
        return DescribedPredicate.describe(
                "are outside " + String.join(", ", classes),
                c ->
                        classes.stream()
                                .noneMatch(name ->
                                        c.getName().equals(name)
                                                || c.getName().startsWith(name + "$")));
    }

    private static DescribedPredicate<JavaCall<?>> callsAny(String owner, String method) {
        return DescribedPredicate.describe(
                "target is " + owner + "." + method,
                call ->
                        call.getTargetOwner().getName().equals(owner)
                                && call.getTarget().getName().equals(method));
    }

    private static JavaClasses classes(String kind, List<String> modules) {
        List<Path> directories =
                modules.stream()
                        .map(module -> Root.resolve(module + "/target/" + kind))
                        .filter(Files::isDirectory)
                        .toList();
        return new ClassFileImporter().importPaths(directories);
    }

    /** One slice for each package. */
    private static final class ByPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName();
            return name.startsWith("dev.lifeline") && !name.equals(GENERATED)
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
