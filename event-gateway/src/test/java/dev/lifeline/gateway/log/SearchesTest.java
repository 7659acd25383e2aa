package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.UserKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SearchesTest {

    private static final TopicPartition HERE = new TopicPartition("agent.commands", 1);
    private static final TopicPartition ELSEWHERE = new TopicPartition("agent.commands", 2);
    private static final UserKey ALICE = new UserKey("default", "alice");

    private final Searches searches = new Searches();

    @Test
    void oneTakesAllAlongWhosePartOverlapsItsOwn() {
        var first = add(HERE, 100, 200);
        var below = add(HERE, 50, 101);
        var above = add(HERE, 199, 300);
        var behind = add(HERE, 200, 300);
        var elsewhere = add(ELSEWHERE, 100, 200);

        assertThat(searches.take(first)).containsExactly(first, below, above);
        assertThat(searches.take(above)).as("taken along before").isEmpty();
        assertThat(searches.take(behind)).containsExactly(behind);
        assertThat(searches.take(elsewhere)).containsExactly(elsewhere);
    }

    @Test
    void oneThatHasNoTurnIsTakenAlongByNobody() {
        var first = add(HERE, 100, 200);
        var refused = add(HERE, 100, 200);

        searches.remove(refused);

        assertThat(searches.take(first)).containsExactly(first);
        assertThat(searches.take(refused)).isEmpty();
    }

    @Test
    void whatOthersHaveReadForThemselvesIsNotFound() {
        var search = add(HERE, 100, 200);

        search.meet(Records.event(99, ALICE, "executor-1", 1));
        search.meet(Records.event(200, ALICE, "executor-1", 1));
        assertThat(search.isOpen()).isTrue();
        var within = Records.event(100, ALICE, "executor-1", 1);
        search.meet(within);
        search.meet(Records.event(101, ALICE, "executor-1", 1));

        assertThat(search.found()).isCompletedWithValue(Optional.of(within));
    }

    @Test
    void nothingIsFoundWhenItsPartHasBeenPassed() {
        var search = add(HERE, 100, 200);

        search.passed(199);
        assertThat(search.isOpen()).isTrue();
        search.passed(200);

        assertThat(search.found()).isCompletedWithValue(Optional.empty());
    }

    private Search add(TopicPartition partition, long from, long until) {
        var search =
                new Search(
                        partition, from, until, "run", record -> true, new CompletableFuture<>());
        searches.add(search);
        return search;
    }
}
