package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.EventStream;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many users at once: each sees all of their own, and nothing of anybody else's. */
@ExtendWith(SharedStack.class)
class ManyUsersIT {

    private static final int USERS = Boolean.getBoolean("lifeline.long") ? 100 : 10;
    private static final List<String> STATUSES = List.of("ERROR", "ERROR", "ERROR", "OK", "OK");

    private final ProcessStack stack;

    ManyUsersIT(ProcessStack stack) {
        this.stack = stack;
    }

    /** What one user did and saw. */
    private record Seen(String user, Set<String> started, List<JsonNode> events) {}

    @Test
    void each_user_sees_exactly_their_own_runs_whole_and_in_order() throws Exception {
        // given
        List<Callable<Seen>> users =
                IntStream.range(0, USERS)
                        .mapToObj(_ -> "user-" + UUID.randomUUID())
                        .<Callable<Seen>>map(user -> () -> twoRuns(user))
                        .toList();

        // when
        var all = allAtOnce(users);

        // then
        assertThat(all).hasSize(USERS).allSatisfy(ManyUsersIT::requireOwnRunsWhole);
    }

    private Seen twoRuns(String user) {
        var api = new Api(stack.gateway(), stack.token(user));
        try (EventStream stream = api.stream("").awaitWelcome()) {
            var clumsy = api.start("clumsy", "Trip over everything.").runId();
            var researcher = api.start("researcher", "What is a bowline good for?").runId();
            stream.awaitEnd(clumsy);
            stream.awaitEnd(researcher);
            return new Seen(user, Set.of(clumsy, researcher), stream.events());
        }
    }

    private static void requireOwnRunsWhole(Seen seen) {
        assertThat(seen.events())
                .as("owner of every event that %s saw", seen.user())
                .allSatisfy(e -> assertThat(e.required("userId").asText()).isEqualTo(seen.user()));
        assertThat(seen.events())
                .extracting(e -> e.required("runId").asText())
                .hasSameElementsAs(seen.started());
        for (String runId : seen.started()) {
            requireWhole(runId, seen.events());
        }
    }

    private static void requireWhole(String runId, List<JsonNode> events) {
        var run =
                new CompleteRun(
                        events.stream()
                                .filter(e -> e.required("runId").asText().equals(runId))
                                .toList());
        assertThat(run.outcome()).isEqualTo("SUCCEEDED");
        if (run.events().getFirst().required("agent").asText().equals("clumsy")) {
            assertThat(run.ofType("tool_completed"))
                    .extracting(e -> e.required("data").required("status").asText())
                    .as("what became of clumsy's tools")
                    .containsExactlyInAnyOrderElementsOf(STATUSES);
        }
    }

    private static <T> List<T> allAtOnce(List<Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (Future<T> task : threads.invokeAll(tasks)) {
                results.add(task.get());
            }
            return results;
        }
    }
}
