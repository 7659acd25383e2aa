package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EndQuestionsTest {

    private final List<CompletableFuture<Long>> asked = new ArrayList<>();
    private final EndQuestions ends =
            new EndQuestions(_ -> {
                var answer = new CompletableFuture<Long>();
                asked.add(answer);
                return answer;
            });

    @Test
    void allWhoComeWhileOneIsUnderWayShareTheNext() {
        var first = ends.of(3);
        var second = ends.of(3);
        var third = ends.of(3);
        assertThat(asked).hasSize(1);

        asked.getFirst().complete(10L);

        assertThat(first).isCompletedWithValue(10L);
        assertThat(second).isNotDone();
        assertThat(asked).hasSize(2);
        asked.getLast().complete(12L);
        assertThat(second).isCompletedWithValue(12L);
        assertThat(third).isCompletedWithValue(12L);
    }

    @Test
    void anAnswerIsNotKept() {
        var _ = ends.of(3);
        asked.getFirst().complete(10L);

        assertThat(ends.of(3)).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void partitionsDoNotWaitForEachOther() {
        var _ = ends.of(3);
        var _ = ends.of(4);

        assertThat(asked).hasSize(2);
    }

    @Test
    void afterAFailureTheNextIsAskedAnew() {
        var first = ends.of(3);
        var second = ends.of(3);

        asked.getFirst().completeExceptionally(new LogUnavailableException("away"));

        assertThat(first).isCompletedExceptionally();
        asked.getLast().complete(12L);
        assertThat(second).isCompletedWithValue(12L);
    }

    @Test
    void whatCannotEvenBeAskedFailsAndNothingStaysBehind() {
        var broken =
                new EndQuestions(_ -> {
                    throw new LogUnavailableException("closed");
                });

        assertThat(broken.of(3)).isCompletedExceptionally();
        assertThat(broken.of(3)).isCompletedExceptionally();
    }
}
