package dev.lifeline.cli.topics;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.lifeline.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/** A plan in words: a line for each difference, and the reasons of what is refused. */
record PlanReport(TopicPlan plan) {

    void print(Terminal terminal) {
        if (plan.isEmpty()) {
            terminal.print("nothing to do");
            return;
        }
        plan.differences().forEach(difference -> terminal.print(line(difference, terminal)));
        terminal.print(
                "plan: %d to create, %d to change, %d refused"
                        .formatted(
                                plan.missing().size(),
                                plan.changes().size(),
                                plan.refusals().size()));
    }

    /** Why nothing is done, and what can be done; equal reasons once. */
    String refusals() {
        Map<String, String> topicsByReason =
                plan.refusals().stream()
                        .collect(
                                groupingBy(
                                        Difference.Refusal::reason,
                                        LinkedHashMap::new,
                                        mapping(Difference.Refusal::topic, joining(", "))));
        return "Nothing is done while anything is refused."
                + topicsByReason.entrySet().stream()
                        .map(reason -> "\n%s: %s".formatted(reason.getValue(), reason.getKey()))
                        .collect(joining());
    }

    private static String line(Difference difference, Terminal terminal) {
        return switch (difference) {
            case Difference.Missing missing ->
                    "%s %-19s missing -> %s: will be created"
                            .formatted(
                                    terminal.green("+"), missing.topic(), shape(missing.wanted()));
            case Difference.Change change ->
                    "%s %-19s %s %s -> %s: will be set"
                            .formatted(
                                    terminal.yellow("~"),
                                    change.topic(),
                                    change.setting(),
                                    value(change.setting(), change.there()),
                                    value(change.setting(), change.wanted()));
            case Difference.Refusal refusal ->
                    "%s %-19s %s %s -> %s: refused"
                            .formatted(
                                    terminal.red("!"),
                                    refusal.topic(),
                                    refusal.setting(),
                                    value(refusal.setting(), refusal.there()),
                                    value(refusal.setting(), refusal.wanted()));
        };
    }

    private static String shape(TopicShape topic) {
        return new TreeMap<>(topic.settings())
                .entrySet().stream()
                        .map(setting ->
                                setting.getKey()
                                        + " "
                                        + value(setting.getKey(), setting.getValue()))
                        .collect(
                                joining(
                                        ", ",
                                        "partitions %d, replicas %d, "
                                                .formatted(topic.partitions(), topic.replicas()),
                                        ""));
    }

    /** Milliseconds are Kafka's unit, and nobody's to read. */
    private static String value(String setting, String value) {
        return setting.equals(TopicConfig.RETENTION_MS_CONFIG)
                ? "%s (%s)".formatted(value, TopicRetention.text(Long.parseLong(value)))
                : value;
    }
}
