package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedDecoderTest {

    private static final Schema NULLS = SchemaBuilder.array().items().nullType();
    private static final Schema WRITER =
            SchemaBuilder.record("R").fields().name("nulls").type(NULLS).noDefault().endRecord();
    private static final Schema READER = SchemaBuilder.record("R").fields().endRecord();

    /**
     * Items of no bytes cost a hostile writer nothing, and whoever reads or skips them a lifetime.
     */
    @ParameterizedTest
    @ValueSource(longs = {1_000, 2_000_000_000, 1L << 62})
    @Timeout(60)
    void believesNoMoreItemsThanThereAreBytes(long claimed) {
        byte[] number = new byte[10];
        byte[] bytes = Arrays.copyOf(number, BinaryData.encodeLong(claimed, number, 0) + 2);
        System.arraycopy(number, 0, bytes, 0, bytes.length - 2);

        for (var reader : new Schema[] {READER, WRITER}) {
            var decoder = new BoundedDecoder(DecoderFactory.get().binaryDecoder(bytes, null));

            assertThatThrownBy(() -> new GenericDatumReader<>(WRITER, reader).read(null, decoder))
                    .isInstanceOf(Exception.class);
        }
    }
}
