package dev.lifeline.executor.agent;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All agents this executor offers, by name. */
@Singleton
public final class Agents {

    private final SortedMap<String, Agent> byName = new TreeMap<>();

    public Agents(@All List<Agent> agents) {
        for (var agent : agents) {
            if (byName.putIfAbsent(agent.name(), agent) != null) {
                throw new IllegalStateException("two agents are named '" + agent.name() + "'");
            }
        }
        agents.forEach(this::requireSubAgents);
    }

    private void requireSubAgents(Agent agent) {
        for (String name : agent.subAgents()) {
            if (!byName.containsKey(name)) {
                throw new IllegalStateException(
                        "agent '%s' may ask '%s', which does not exist; there are %s"
                                .formatted(agent.name(), name, byName.keySet()));
            }
        }
    }

    public Optional<Agent> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Agent> all() {
        return byName.values();
    }
}
