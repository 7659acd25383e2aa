package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

class ReleasedSchemasTest {

    private static final Path FOLDER = Path.of("src/main/resources/released");

    @Test
    void knowsTheVersionsOldestFirst() {
        assertThat(ReleasedSchemas.versions()).startsWith("0.1.0").doesNotHaveDuplicates();
    }

    @Test
    void knowsEverySchemaThatIsKept() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            var kept =
                    files.filter(file -> file.toString().endsWith(".avsc"))
                            .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'));

            assertThat(ReleasedSchemas.all())
                    .extracting(each -> each.version() + "/" + each.schema().getName() + ".avsc")
                    .containsExactlyInAnyOrderElementsOf(kept.toList());
        }
    }

    @Test
    void theFirstVersionHoldsTheWholeContract() {
        assertThat(ReleasedSchemas.all())
                .filteredOn(each -> each.version().equals("0.1.0"))
                .extracting(each -> each.schema().getName())
                .containsExactlyInAnyOrder(
                        "AgentEvent",
                        "OwnerControl",
                        "StartRun",
                        "CancelRun",
                        "RunStatus",
                        "Alert",
                        "AgentStats",
                        "Delivery",
                        "AgentDescription");
    }

    @Test
    void schemasAreForEveryLanguage() {
        assertThat(ReleasedSchemas.all())
                .extracting(each -> each.schema().toString())
                .noneMatch(text -> text.contains(GenericData.STRING_PROP));
    }
}
