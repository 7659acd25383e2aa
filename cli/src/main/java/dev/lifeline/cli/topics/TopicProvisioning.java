package dev.lifeline.cli.topics;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.lifeline.cli.terminal.CliFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Plans what a cluster's topics need, and does what a plan says. */
public final class TopicProvisioning {

    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Admin admin;

    public TopicProvisioning(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates what is missing and aligns what differs.
     *
     * @return the names of the topics it created
     * @throws CliFailure if something of it is refused; nothing is done then
     */
    public Set<String> align(TopicRequest request) throws InterruptedException {
        var plan = plan(request);
        apply(request, plan);
        return plan.missing().stream().map(Difference.Missing::topic).collect(toSet());
    }

    TopicPlan plan(TopicRequest request) throws InterruptedException {
        return TopicPlan.of(request, new ClusterReader(admin).read());
    }

    /**
     * Has the cluster check everything first, so that what it would refuse leaves no half; returns
     * when the cluster shows all of it, which it does not at once.
     *
     * @param plan what {@link #plan} said of the same request
     */
    void apply(TopicRequest request, TopicPlan plan) throws InterruptedException {
        if (!plan.refusals().isEmpty()) {
            throw new CliFailure(new PlanReport(plan).refusals());
        }
        for (boolean checkOnly : List.of(true, false)) {
            create(plan.missing(), checkOnly);
            change(plan.changes(), checkOnly);
        }
        awaitNothingToDo(request);
    }

    private void awaitNothingToDo(TopicRequest request) throws InterruptedException {
        Instant giveUpAt = InstantSource.system().instant().plus(SHOWN_WITHIN);
        while (!plan(request).isEmpty()) {
            if (InstantSource.system().instant().isAfter(giveUpAt)) {
                throw new CliFailure(
                        "Kafka accepted everything, but does not show it after %d s. Look with: topics plan"
                                .formatted(SHOWN_WITHIN.toSeconds()));
            }
            Thread.sleep(PAUSE);
        }
    }

    private void create(List<Difference.Missing> missing, boolean checkOnly)
            throws InterruptedException {
        var topics = missing.stream().map(topic -> request(topic.wanted())).toList();
        var answers =
                admin.createTopics(topics, new CreateTopicsOptions().validateOnly(checkOnly))
                        .values();
        for (var answer : answers.entrySet()) {
            // Somebody else may have applied the same in the meantime.
            var _ =
                    Answers.awaitUnless(
                            TopicExistsException.class,
                            answer.getValue(),
                            "create " + answer.getKey());
        }
    }

    private static NewTopic request(TopicShape topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) topic.replicas())
                .configs(topic.settings());
    }

    private void change(List<Difference.Change> changes, boolean checkOnly)
            throws InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> operations =
                changes.stream()
                        .collect(
                                groupingBy(
                                        change ->
                                                new ConfigResource(
                                                        ConfigResource.Type.TOPIC, change.topic()),
                                        mapping(
                                                TopicProvisioning::request,
                                                toCollection(ArrayList::new))));
        var options = new AlterConfigsOptions().validateOnly(checkOnly);
        for (var answer : admin.incrementalAlterConfigs(operations, options).values().entrySet()) {
            Answers.await(answer.getValue(), "change " + answer.getKey().name());
        }
    }

    private static AlterConfigOp request(Difference.Change change) {
        var entry = new ConfigEntry(change.setting(), change.wanted());
        return new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
    }
}
