package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {

    private static final TopicPartition EVENTS = new TopicPartition("agent.events", 1);
    private static final TopicPartition COMMANDS = new TopicPartition("agent.commands", 1);
    private static final TopicPartition ELSEWHERE = new TopicPartition("agent.events", 2);

    private final List<CompletableFuture<Long>> asked = new ArrayList<>();
    private long nanos = Duration.ofDays(1).toNanos();

    /** Here, what is negative does not last. */
    private final SharedAnswers<Long> answers =
            new SharedAnswers<>(answer -> answer >= 0, () -> nanos);

    @Test
    void aQuestionIsAskedOnceForAllAndItsAnswerKept() {
        var first = ask(EVENTS, 7);
        var second = ask(EVENTS, 7);

        asked.getFirst().complete(42L);

        assertThat(first).isCompletedWithValue(42L);
        assertThat(second).isCompletedWithValue(42L);
        assertThat(ask(EVENTS, 7)).isCompletedWithValue(42L);
        assertThat(asked).hasSize(1);
    }

    @Test
    void questionsAboutOtherPlacesAreTheirOwn() {
        var _ = ask(EVENTS, 7);
        var _ = ask(EVENTS, 8);
        var _ = ask(COMMANDS, 7);

        assertThat(asked).hasSize(3);
    }

    @Test
    void whoJoinedAQuestionWhoseAnswerDoesNotLastAsksOnceMoreAndTogether() {
        var first = ask(EVENTS, 7);
        var second = ask(EVENTS, 7);
        var third = ask(EVENTS, 7);

        asked.getFirst().complete(-1L);

        // then: the others may know of a record that was written after it was asked
        assertThat(first).isCompletedWithValue(-1L);
        assertThat(second).isNotDone();
        assertThat(asked).hasSize(2);
        asked.get(1).complete(-2L);
        assertThat(second).isCompletedWithValue(-2L);
        assertThat(third).isCompletedWithValue(-2L);
        var _ = ask(EVENTS, 7);
        assertThat(asked).hasSize(3);
    }

    @Test
    void aFailureIsSharedAndNotKept() {
        var first = ask(EVENTS, 7);
        var second = ask(EVENTS, 7);

        asked.getFirst().completeExceptionally(new LogUnavailableException("away"));

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(ask(EVENTS, 7)).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aQuestionThatCannotBeAskedFails() {
        var answer =
                answers.of(
                        EVENTS,
                        7,
                        () -> {
                            throw new LogUnavailableException("too many wait");
                        });

        assertThat(answer).isCompletedExceptionally();
        var _ = ask(EVENTS, 7);
        assertThat(asked).hasSize(1);
    }

    @Test
    void anAnswerIsKeptForAMinute() {
        var _ = ask(EVENTS, 7);
        asked.getFirst().complete(42L);

        nanos += Duration.ofSeconds(59).toNanos();
        var _ = ask(EVENTS, 7);
        assertThat(asked).hasSize(1);
        nanos += Duration.ofSeconds(1).toNanos();
        var _ = ask(EVENTS, 7);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatIsKnownOfAPartitionThatWasCutBackIsForgottenInAllTopics() {
        var _ = ask(EVENTS, 7);
        var _ = ask(COMMANDS, 7);
        var _ = ask(ELSEWHERE, 7);
        asked.forEach(question -> question.complete(42L));
        var early = ask(EVENTS, 8);

        answers.forget(1);

        asked.getLast().complete(42L);
        assertThat(early).isCompletedWithValue(42L);
        var _ = ask(EVENTS, 7);
        var _ = ask(COMMANDS, 7);
        var _ = ask(ELSEWHERE, 7);
        var _ = ask(EVENTS, 8);
        assertThat(asked).as("all but the one elsewhere are asked again").hasSize(4 + 3);
    }

    @Test
    void onlySoManyAnswersAreKept() {
        for (int place = 1; place <= 4097; place++) {
            var _ = ask(EVENTS, place);
        }
        asked.forEach(question -> question.complete(42L));

        var _ = ask(EVENTS, 4097);
        var _ = ask(EVENTS, 2);
        assertThat(asked).hasSize(4097);
        var _ = ask(EVENTS, 1);
        assertThat(asked).hasSize(4098);
    }

    private CompletableFuture<Long> ask(TopicPartition partition, long place) {
        return answers.of(
                partition,
                place,
                () -> {
                    var question = new CompletableFuture<Long>();
                    asked.add(question);
                    return question;
                });
    }
}
