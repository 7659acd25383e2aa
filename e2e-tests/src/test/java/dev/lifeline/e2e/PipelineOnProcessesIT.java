package dev.lifeline.e2e;

import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import dev.lifeline.e2e.stack.Stack;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pipeline as processes on a broker that is a process as well: the local stack. */
@ExtendWith(SharedStack.class)
class PipelineOnProcessesIT extends PipelineContract {

    private final ProcessStack stack;

    PipelineOnProcessesIT(ProcessStack stack) {
        this.stack = stack;
    }

    @Override
    Stack stack() {
        return stack;
    }
}
