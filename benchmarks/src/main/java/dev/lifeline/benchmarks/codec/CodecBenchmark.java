package dev.lifeline.benchmarks.codec;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One event to bytes and back: by the contract's codec, and by Avro's writer and reader of specific
 * records as its documentation shows them, with encoder, decoder and buffer reused.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    private final Codec codec = new Codec();
    private final SpecificDatumWriter<AgentEvent> writer =
            new SpecificDatumWriter<>(AgentEvent.class);
    private final SpecificDatumReader<AgentEvent> reader =
            new SpecificDatumReader<>(AgentEvent.class);
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(4096);
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;
    private AgentEvent event = SampleEvents.of("tool");
    private byte[] framed = new byte[0];
    private byte[] bare = new byte[0];

    @Param({"delta", "tool", "large"})
    private String size = "tool";

    @Setup
    public void encodeOnce() throws IOException {
        event = SampleEvents.of(size);
        framed = codec.encode(event);
        bare = avroEncode();
    }

    @Benchmark
    public byte[] codecEncode() {
        return codec.encode(event);
    }

    @Benchmark
    public byte[] avroEncode() throws IOException {
        buffer.reset();
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        writer.write(event, encoder);
        encoder.flush();
        return buffer.toByteArray();
    }

    @Benchmark
    public AgentEvent codecDecode() throws UndecodableException {
        return codec.decode(framed, AgentEvent.class);
    }

    @Benchmark
    public AgentEvent avroDecode() throws IOException {
        decoder = DecoderFactory.get().binaryDecoder(bare, decoder);
        return reader.read(null, decoder);
    }
}
