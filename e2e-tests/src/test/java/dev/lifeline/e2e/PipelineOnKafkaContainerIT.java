package dev.lifeline.e2e;

import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.Stack;
import dev.lifeline.e2e.stack.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The pipeline as processes on the official Kafka image. */
@Needs(Tool.DOCKER)
@TestInstance(Lifecycle.PER_CLASS)
class PipelineOnKafkaContainerIT extends PipelineContract {

    private final ProcessStack stack = ProcessStack.onKafkaContainer();

    @AfterAll
    void stop() {
        stack.close();
    }

    @Override
    Stack stack() {
        return stack;
    }
}
