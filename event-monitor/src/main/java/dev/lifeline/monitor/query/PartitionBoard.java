package dev.lifeline.monitor.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.monitor.stream.Group;
import dev.lifeline.monitor.stream.PartitionReport;
import dev.lifeline.monitor.stream.PartitionReports;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reports on the partitions of all instances. A partition for which nobody speaks has its line too:
 * that is what the reader looks for.
 */
@Singleton
public final class PartitionBoard {

    private static final Comparator<PartitionReport> BY_CLOCK =
            Comparator.comparing(
                    PartitionReport::clock, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final PartitionReports own;
    private final Peers peers;
    private final Group group;
    private final ObjectMapper json;

    PartitionBoard(PartitionReports own, Peers peers, Group group, ObjectMapper json) {
        this.own = own;
        this.peers = peers;
        this.group = group;
        this.json = json;
    }

    /** One report on each partition, in their order. */
    public List<PartitionReport> all(String authorization) throws InterruptedException {
        int partitions = group.partitions();
        var asked = peers.ask("/v1/local/partitions", authorization);
        var heard = new Heard(new HashMap<>(), new ArrayList<>());
        own.own().forEach(heard::add);
        for (var other : asked) {
            hear(other.outcome(), heard);
        }
        return IntStream.range(0, partitions).mapToObj(heard::of).toList();
    }

    private void hear(Peers.Outcome outcome, Heard heard) {
        switch (outcome) {
            case Peers.Outcome.Answered(var instance, var answer) -> {
                try {
                    reports(answer).forEach(heard::add);
                } catch (JsonProcessingException e) {
                    heard.silent().add("instance %s answers no reports".formatted(instance));
                }
            }
            case Peers.Outcome.Failed failed -> heard.silent().add(failed.reason());
        }
    }

    private List<PartitionReport> reports(JsonNode answer) throws JsonProcessingException {
        return json.treeToValue(answer, Reports.class).partitions();
    }

    /** As it is answered. */
    public record Reports(List<PartitionReport> partitions) {}

    /** What has been told so far, and of whom nothing was. */
    private record Heard(Map<Integer, PartitionReport> reports, List<String> silent) {

        /** While a partition moves, both its instances may speak: the one ahead is right. */
        void add(PartitionReport report) {
            reports.merge(
                    report.partition(), report, (a, b) -> BY_CLOCK.compare(a, b) >= 0 ? a : b);
        }

        PartitionReport of(int partition) {
            var report = reports.get(partition);
            return report == null ? PartitionReport.unknown(partition, reason()) : report;
        }

        private String reason() {
            return silent.isEmpty()
                    ? "no instance has it: it is being moved or restored"
                    : String.join("; ", silent);
        }
    }
}
