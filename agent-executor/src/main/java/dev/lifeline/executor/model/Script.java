package dev.lifeline.executor.model;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;

/** What a scripted agent's model says: the next turn, decided by the conversation so far alone. */
@FunctionalInterface
public interface Script {

    /** The turn that follows these messages. */
    ScriptedTurn next(List<ChatMessage> messages);
}
