package dev.lifeline.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.e2e.kafka.Framing;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Stack;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.extension.ExtendWith;

/** A later release whose schemas are on agent.schemas. */
@ExtendWith(SharedStack.class)
class NewerWriterIT extends NewerWriterContract {

    private final ProcessStack stack;

    NewerWriterIT(ProcessStack stack) {
        this.stack = stack;
    }

    @Override
    Stack stack() {
        return stack;
    }

    @Override
    byte[] publish(Schema schema) {
        var fingerprint = "%016x".formatted(SchemaNormalization.parsingFingerprint64(schema));
        log().write(
                        "agent.schemas",
                        0,
                        fingerprint.getBytes(US_ASCII),
                        schema.toString().getBytes(UTF_8));
        return Framing.singleObject(schema);
    }
}
