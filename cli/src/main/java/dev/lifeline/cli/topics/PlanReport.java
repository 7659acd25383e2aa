package dev.lifeline.cli.topics;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.lifeline.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
        fewReplicas().ifPresent(terminal::note);
    }

    /** Why nothing is done, and what can be done; what concerns several topics once. */
    String refusals() {
        Map<String, String> topicsByReason =
                plan.refusals().stream()
                        .collect(
                                groupingBy(
                                        refusal -> change(refusal) + ". " + refusal.reason(),
                                        LinkedHashMap::new,
                                        mapping(Difference.Refusal::topic, joining(", "))));
        return "Nothing is done while anything is refused."
                + topicsByReason.entrySet().stream()
                        .map(reason -> "\n%s: %s".formatted(reason.getValue(), reason.getKey()))
                        .collect(joining());
    }

    /** A cluster of which some brokers have yet to come up looks like a small one. */
    private Optional<String> fewReplicas() {
        return plan.missing().stream()
                .map(missing -> missing.wanted().replicas())
                .filter(replicas -> replicas < TopicRequest.PRODUCTION_REPLICAS)
                .findFirst()
                .map(
                        """
                        Replicas of each new partition: %d. That is for trying; in production ask for \
                        --replication-factor 3.\
                        """
                                ::formatted);
    }

    private static String line(Difference difference, Terminal terminal) {
        return switch (difference) {
            case Difference.Missing missing ->
                    line(
                            terminal.green("+"),
                            missing,
                            "missing -> " + shape(missing.wanted()) + ": will be created");
            case Difference.Change change ->
                    line(terminal.yellow("~"), change, change(change) + ": will be set");
            case Difference.Refusal refusal ->
                    line(terminal.red("!"), refusal, change(refusal) + ": refused");
        };
    }

    private static String line(String sign, Difference difference, String text) {
        return "%s %-19s %s".formatted(sign, difference.topic(), text);
    }

    private static String change(Difference.Change change) {
        return change(change.setting(), change.there(), change.wanted());
    }

    private static String change(Difference.Refusal refusal) {
        return change(refusal.setting(), refusal.there(), refusal.wanted());
    }

    private static String change(String setting, String there, String wanted) {
        return "%s %s -> %s".formatted(setting, value(setting, there), value(setting, wanted));
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
