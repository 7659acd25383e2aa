package dev.lifeline.executor;

import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import jakarta.inject.Singleton;
import java.util.List;

/** Talks for longer than any test waits. */
@Singleton
final class Talker implements ScriptedAgent {

    private static final int WORDS = 1_000_000;

    @Override
    public String name() {
        return "talker";
    }

    @Override
    public String description() {
        return "Talks on and on.";
    }

    @Override
    public String prompt() {
        return "Talk.";
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public Script script() {
        return messages -> ScriptedTurn.answering("", "and on ".repeat(WORDS / 2));
    }
}
