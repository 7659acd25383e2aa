package dev.lifeline.cli.topics;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A setting of an existing topic beside the wanted one, and what aligning it would do to records.
 */
record SettingComparison(String topic, String setting, String there, String wanted) {

    /** Empty if there is nothing to do. */
    Optional<Difference> difference() {
        return switch (setting) {
            case CLEANUP_POLICY_CONFIG -> cleanup();
            case RETENTION_MS_CONFIG -> retention();
            case MESSAGE_TIMESTAMP_TYPE_CONFIG -> exactly();
            case MAX_MESSAGE_BYTES_CONFIG, MIN_IN_SYNC_REPLICAS_CONFIG -> atLeast();
            default ->
                    throw new IllegalStateException(
                            "What does a change of " + setting + " do to records? Say it here");
        };
    }

    /** Each policy deletes in its own way: one more deletes more, one less deletes less. */
    private Optional<Difference> cleanup() {
        Set<String> present = policies(there);
        Set<String> asked = policies(wanted);
        if (present.equals(asked)) {
            return Optional.empty();
        }
        if (present.containsAll(asked)) {
            return change();
        }
        asked.removeAll(present);
        return refusal(
                "Cleaning up by '%s' as well deletes records that are kept today."
                        .formatted(String.join(",", asked)));
    }

    private Optional<Difference> retention() {
        long present = Long.parseLong(there);
        long asked = Long.parseLong(wanted);
        if (present == asked) {
            return Optional.empty();
        }
        if (asked == TopicRetention.FOREVER
                || (present != TopicRetention.FOREVER && present < asked)) {
            return change();
        }
        return refusal(
                "A shorter retention deletes records that are kept today. To keep them: --retention %s=%s."
                        .formatted(topic, TopicRetention.text(present)));
    }

    private Optional<Difference> exactly() {
        return there.equals(wanted) ? Optional.empty() : change();
    }

    /** More than is needed is the operator's choice. */
    private Optional<Difference> atLeast() {
        return Long.parseLong(there) >= Long.parseLong(wanted) ? Optional.empty() : change();
    }

    private Optional<Difference> change() {
        return Optional.of(new Difference.Change(topic, setting, there, wanted));
    }

    private Optional<Difference> refusal(String loss) {
        String byHand =
                " If it is meant: kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic %s --add-config %s=[%s]"
                        .formatted(topic, setting, wanted);
        return Optional.of(new Difference.Refusal(topic, setting, there, wanted, loss + byHand));
    }

    /** In no order; none at all keeps everything. */
    private static Set<String> policies(String list) {
        var policies = new TreeSet<String>();
        for (String policy : list.split(",", -1)) {
            policies.add(policy.strip());
        }
        policies.remove("");
        return policies;
    }
}
