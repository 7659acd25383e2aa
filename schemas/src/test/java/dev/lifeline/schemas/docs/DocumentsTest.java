package dev.lifeline.schemas.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What is made from the Avro schemas is in {@code docs/} as it would be made now. */
class DocumentsTest {

    private static final String COMMAND =
            "./mvnw -pl schemas test -Dtest=DocumentsTest -Dlifeline.docs.write=true";

    private final Path docs = root().resolve("docs");
    private final DocumentedRecords records = DocumentedRecords.current();
    private final Documents documents = new Documents(records);

    @Test
    void theDocumentsAreAsTheSchemasSay() throws IOException {
        var made = new TreeMap<Path, String>();
        documents
                .schemas()
                .forEach((name, text) -> made.put(docs.resolve("schemas/" + name), text));
        var contract = docs.resolve("contract.md");
        made.put(contract, documents.withFields(Files.readString(contract)));

        for (var document : made.entrySet()) {
            if (Boolean.getBoolean("lifeline.docs.write")) {
                Files.createDirectories(document.getKey().getParent());
                Files.writeString(document.getKey(), document.getValue());
            }
            assertThat(document.getKey()).as("to make it, run: %s", COMMAND).exists();
            assertThat(Files.readString(document.getKey()))
                    .as(
                            "%s is made from the schemas; to make it anew, run: %s",
                            document.getKey(), COMMAND)
                    .isEqualTo(document.getValue());
        }
    }

    @Test
    void noFieldIsWithoutMeaning() {
        for (var record : records.records()) {
            requireDocs(record);
        }
    }

    @Test
    void everyTypeOfEventHasItsSection() {
        assertThat(DocumentedRecords.SECTIONS.keySet())
                .containsExactlyInAnyOrderElementsOf(KnownValues.EVENT_TYPES);
        assertThat(
                        records.record(DocumentedRecords.EVENT).getFields().stream()
                                .filter(f -> f.schema().isNullable())
                                .filter(f -> isRecord(f.schema()))
                                .map(Schema.Field::name))
                .containsExactlyInAnyOrderElementsOf(DocumentedRecords.SECTIONS.values());
    }

    @Test
    void whatProgramsCompareIsInTheContract() throws IOException {
        var contract = Files.readString(docs.resolve("contract.md"));

        for (var values : List.of(KnownValues.ERROR_CODES, KnownValues.EVENT_TYPES)) {
            assertThat(values).allSatisfy(v -> assertThat(contract).contains("`" + v + "`"));
        }
    }

    private static boolean isRecord(Schema schema) {
        return DocumentedRecords.nonNull(schema).getType() == Schema.Type.RECORD;
    }

    private static void requireDocs(Schema record) {
        assertThat(record.getDoc()).as("the doc of %s", record.getName()).isNotBlank();
        for (var field : record.getFields()) {
            assertThat(field.doc())
                    .as("the doc of %s.%s", record.getName(), field.name())
                    .isNotBlank();
            var value = DocumentedRecords.nonNull(field.schema());
            var inner = value.getType() == Schema.Type.ARRAY ? value.getElementType() : value;
            if (inner.getType() == Schema.Type.RECORD) {
                requireDocs(inner);
            }
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("lifeline.root"));
    }
}
