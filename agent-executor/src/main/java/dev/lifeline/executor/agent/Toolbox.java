package dev.lifeline.executor.agent;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** All that an agent's model may call: the agent's own tools, then those of each source. */
@Singleton
public final class Toolbox {

    private static final Logger LOG = Logger.getLogger(Toolbox.class);

    private final List<ToolSource> sources;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    public Toolbox(@All List<ToolSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** The tools that an agent has now; of two with one name, the first. */
    public List<Tool> of(Agent agent) {
        var tools = new LinkedHashMap<String, Tool>();
        Stream.concat(Stream.of(agent.tools()), sources.stream().map(s -> s.toolsFor(agent)))
                .flatMap(List::stream)
                .filter(tool -> tools.putIfAbsent(tool.name(), tool) != null)
                .forEach(tool -> report(agent, tool));
        return List.copyOf(tools.values());
    }

    private void report(Agent agent, Tool leftOut) {
        if (reported.add(agent.name() + " " + leftOut.name())) {
            LOG.warnf(
                    "agent %s: has two tools named '%s'; the second is left out",
                    agent.name(), leftOut.name());
        }
    }
}
