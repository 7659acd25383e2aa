package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.StartRun;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodecTest {

    private final Codec codec = new Codec();

    @Test
    void readsBackWhatItWrote() throws UndecodableException {
        var event = Samples.toolExecuting("{\"expression\":\"2+2\"}");

        var decoded = codec.decode(codec.encode(event), AgentEvent.class);

        assertThat(decoded).isEqualTo(event);
    }

    @Test
    void writesAvrosSingleObjectEncoding() throws Exception {
        var event = Samples.toolExecuting("{}");

        assertThat(AgentEvent.getDecoder().decode(codec.encode(event))).isEqualTo(event);
    }

    @Test
    void namesTheReasonWhenBytesAreNoRecord() {
        assertThatThrownBy(() -> codec.decode(null)).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> codec.decode(new byte[] {'{', '"', 'a', '"', ':', '1', '}'}))
                .hasMessageContaining("begins neither with C3 01");
        assertThatThrownBy(() -> codec.decode(new byte[20])).hasMessage("unknown schema id 0");
        byte[] unknown = new byte[20];
        unknown[0] = (byte) 0xC3;
        unknown[1] = 1;
        assertThatThrownBy(() -> codec.decode(unknown))
                .hasMessage("unknown schema fingerprint 0000000000000000");
        byte[] event = codec.encode(Samples.toolExecuting("{}"));
        assertThatThrownBy(() -> codec.decode(event, StartRun.class))
                .hasMessage("a AgentEvent stands where a StartRun belongs");
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(event, event.length + 1)))
                .hasMessageContaining("bytes follow the record's end");
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(event, event.length - 1)))
                .isInstanceOf(UndecodableException.class);
    }

    @Test
    void hostileBytesNeverCauseAnythingButARefusal() {
        byte[] event = codec.encode(Samples.toolExecuting("{}"));
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] mangled = event.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                mangled[10 + random.nextInt(mangled.length - 10)] = (byte) random.nextInt();
            }
            try {
                codec.decode(mangled);
            } catch (UndecodableException refused) {
                assertThat(refused).hasMessageStartingWith("not a AgentEvent");
            }
        }
    }
}
