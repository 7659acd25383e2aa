package dev.lifeline.executor.run;

import dev.langchain4j.model.chat.response.ChatResponse;

/** How a model turn ended. */
sealed interface TurnOutcome {

    /** The model said all it had to say. */
    record Said(ChatResponse response) implements TurnOutcome {}

    /** The model failed; the message is for the user. */
    record Failed(String message) implements TurnOutcome {}

    /** The run must end. */
    record Stopped(Ending ending) implements TurnOutcome {}
}
