package dev.lifeline.executor.run;

import dev.langchain4j.model.chat.response.ChatResponse;

/** How a model turn ended. */
sealed interface TurnOutcome {

    /** The model said all it had to say. */
    record Said(ChatResponse response) implements TurnOutcome {}

    /**
     * The model failed.
     *
     * @param message for the user
     * @param errorType for operators
     */
    record Failed(String message, String errorType) implements TurnOutcome {}

    /** The run must end. */
    record Stopped(Ending ending) implements TurnOutcome {}
}
