package dev.lifeline.cli.topics;

import java.util.List;

/** What is to be done to a cluster's topics; decided without the cluster. */
record TopicPlan(List<Difference> differences) {

    TopicPlan {
        differences = List.copyOf(differences);
    }

    static TopicPlan of(TopicRequest request, ClusterTopics cluster) {
        var comparison = new TopicComparison(cluster);
        return new TopicPlan(
                request.wantedIn(cluster).stream().flatMap(comparison::differences).toList());
    }

    boolean isEmpty() {
        return differences.isEmpty();
    }

    List<Difference.Missing> missing() {
        return only(Difference.Missing.class);
    }

    List<Difference.Change> changes() {
        return only(Difference.Change.class);
    }

    List<Difference.Refusal> refusals() {
        return only(Difference.Refusal.class);
    }

    private <D extends Difference> List<D> only(Class<D> kind) {
        return differences.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
