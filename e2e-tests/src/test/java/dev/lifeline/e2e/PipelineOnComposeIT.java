package dev.lifeline.e2e;

import dev.lifeline.e2e.stack.ComposeStack;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.Stack;
import dev.lifeline.e2e.stack.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The pipeline as docker-compose.yml runs it. */
@Needs({Tool.DOCKER, Tool.COMPOSE})
@TestInstance(Lifecycle.PER_CLASS)
class PipelineOnComposeIT extends PipelineContract {

    private final ComposeStack stack = ComposeStack.up();

    @AfterAll
    void stop() {
        stack.close();
    }

    @Override
    Stack stack() {
        return stack;
    }
}
