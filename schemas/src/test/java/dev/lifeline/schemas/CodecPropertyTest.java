package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

class CodecPropertyTest {

    private final Codec codec = new Codec();

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void everyRecordIsReadBack(@ForAll("records") SpecificRecord record) throws Exception {
        assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
    }

    @Provide
    Arbitrary<SpecificRecord> records() {
        return Arbitraries.of(ContractRecords.schemas())
                .flatMap(CodecPropertyTest::values)
                .map(SpecificRecord.class::cast);
    }

    /** Any value of a type, of the types that the contract uses. */
    private static Arbitrary<Object> values(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> recordsOf(schema);
            case ARRAY -> values(schema.getElementType()).list().ofMaxSize(3).asGeneric();
            case MAP ->
                    Arbitraries.maps(AnyText.of(0, 8), values(schema.getValueType()))
                            .ofMaxSize(3)
                            .asGeneric();
            case UNION -> values(schema.getTypes().getLast()).injectNull(0.3);
            case STRING -> AnyText.of(0, 20).asGeneric();
            case INT -> Arbitraries.integers().asGeneric();
            case LONG ->
                    schema.getLogicalType() == null
                            ? longs()
                            : longs().map(CodecPropertyTest::instant);
            case BOOLEAN -> Arbitraries.of(true, false).asGeneric();
            case ENUM, FIXED, BYTES, FLOAT, DOUBLE, NULL ->
                    throw new AssertionError("values of " + schema.getType() + " are not made yet");
        };
    }

    private static Arbitrary<Object> recordsOf(Schema schema) {
        var fields = schema.getFields().stream().map(field -> values(field.schema())).toList();
        return Combinators.combine(fields)
                .as(values -> {
                    var record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
                    for (int i = 0; i < values.size(); i++) {
                        record.put(i, values.get(i));
                    }
                    return record;
                });
    }

    private static Arbitrary<Object> longs() {
        return Arbitraries.longs().asGeneric();
    }

    private static Object instant(Object micros) {
        return Instant.EPOCH.plus((Long) micros, ChronoUnit.MICROS);
    }
}
