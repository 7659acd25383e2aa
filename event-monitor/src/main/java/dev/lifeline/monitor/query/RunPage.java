package dev.lifeline.monitor.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs of some partitions, the newest first.
 *
 * @param next all runs from this id on that match are here; older ones may be had with it as {@code
 *     before}. Null when these were the last
 * @param partitions whose runs have been looked at
 */
public record RunPage(List<RunRow> runs, @Nullable String next, Set<Integer> partitions) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public RunPage {
        runs = List.copyOf(runs);
        partitions = Set.copyOf(partitions);
    }

    /** As an instance answers for itself. */
    public byte[] forInstances() {
        var json = json();
        var numbers = json.putArray("partitions");
        partitions.stream().sorted().forEach(numbers::add);
        return bytes(json);
    }

    /** As an operator reads it. */
    public byte[] forOperators() {
        return bytes(json());
    }

    /** The row of one run that was asked for, null if nobody has it. */
    public byte @Nullable [] only() {
        return runs.isEmpty() ? null : bytes(runs.getFirst().json());
    }

    /**
     * What another instance answered.
     *
     * @throws IOException if it is no such page
     */
    static RunPage parse(JsonNode json) throws IOException {
        try {
            var runs = new ArrayList<RunRow>();
            json.required("runs").forEach(run -> runs.add(RunRow.of(run)));
            var partitions = new HashSet<Integer>();
            json.required("partitions").forEach(partition -> partitions.add(partition.asInt()));
            return new RunPage(runs, json.required("next").textValue(), partitions);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a page of runs", e);
        }
    }

    /**
     * The pages of several instances as one. None of them may leave a run out that is newer than
     * what another one shows, so it goes back only as far as all of them have looked.
     */
    static RunPage merged(Collection<RunPage> pages, int limit) {
        var horizon =
                pages.stream()
                        .map(RunPage::next)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse("");
        var latest = new TreeMap<String, RunRow>(Comparator.reverseOrder());
        var partitions = new HashSet<Integer>();
        for (var page : pages) {
            partitions.addAll(page.partitions());
            page.runs().stream()
                    .filter(run -> run.runId().compareTo(horizon) >= 0)
                    .forEach(run -> latest.merge(run.runId(), run, RunPage::later));
        }
        var runs = List.copyOf(latest.values());
        if (runs.size() > limit) {
            var first = runs.subList(0, limit);
            return new RunPage(first, first.getLast().runId(), partitions);
        }
        return new RunPage(runs, horizon.isEmpty() ? null : horizon, partitions);
    }

    private static RunRow later(RunRow a, RunRow b) {
        return a.lastSequence() >= b.lastSequence() ? a : b;
    }

    private ObjectNode json() {
        var json = JSON.createObjectNode();
        var rows = json.putArray("runs");
        runs.forEach(run -> rows.add(run.json()));
        return json.put("next", next);
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
