package dev.lifeline.e2e;

import dev.lifeline.e2e.stack.RegistryStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Stack;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pipeline with a schema registry. */
@ExtendWith(SharedStack.class)
class PipelineOnRegistryIT extends PipelineContract {

    private final RegistryStack stack;

    PipelineOnRegistryIT(RegistryStack stack) {
        this.stack = stack;
    }

    @Override
    Stack stack() {
        return stack.services();
    }
}
