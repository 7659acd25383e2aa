package dev.lifeline.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.gateway.problem.RefusedException;
import dev.lifeline.schemas.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class UserTurnsTest {

    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final UserKey BOB = new UserKey("default", "bob");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final UserTurns turns = new UserTurns();
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    @Test
    void lookUpsOfOneMinuteGoTogetherAndOthersFollow() {
        var _ = lookUp(ALICE, 0);
        var _ = lookUp(ALICE, 0);
        var _ = lookUp(ALICE, 1);
        var _ = lookUp(ALICE, 2);
        var _ = lookUp(ALICE, 1);
        assertThat(begun).hasSize(2);

        begun.get(0).complete("");
        assertThat(begun).hasSize(2);
        begun.get(1).complete("");
        assertThat(begun).as("both of the next minute").hasSize(4);
        begun.get(2).complete("");
        begun.get(3).complete("");
        assertThat(begun).hasSize(5);
    }

    @Test
    void nobodyJoinsAMinuteWhileAnotherWaits() {
        var _ = lookUp(ALICE, 0);
        var _ = lookUp(ALICE, 1);
        var _ = lookUp(ALICE, 0);

        begun.getFirst().complete("");

        assertThat(begun).hasSize(2);
    }

    @Test
    void usersDoNotWaitForEachOther() {
        var _ = lookUp(ALICE, 0);
        var _ = lookUp(BOB, 1);

        assertThat(begun).hasSize(2);
    }

    @Test
    void aLookUpThatFailsLetsTheNextBegin() {
        var first = lookUp(ALICE, 0);
        var broken =
                turns.take(
                        ALICE,
                        NOON.plusSeconds(60),
                        () -> {
                            throw new IllegalStateException("broken");
                        });
        var last = lookUp(ALICE, 2);

        begun.getFirst().completeExceptionally(new IllegalStateException("away"));

        assertThat(first).isCompletedExceptionally();
        assertThat(broken).isCompletedExceptionally();
        assertThat(begun).hasSize(2);
        begun.getLast().complete("found");
        assertThat(last).isCompletedWithValue("found");
    }

    @Test
    void whatIsTooMuchIsRefusedAndOnlyToThatUser() {
        var _ = lookUp(ALICE, 0);
        for (int i = 0; i < 256; i++) {
            var _ = lookUp(ALICE, 1);
        }

        assertThat(lookUp(ALICE, 1))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RefusedException.class);
        var _ = lookUp(BOB, 0);
        assertThat(begun).hasSize(2);
        begun.getFirst().complete("");
        assertThat(begun).hasSize(2 + 256);
    }

    private CompletableFuture<String> lookUp(UserKey user, int minute) {
        return turns.take(
                user,
                NOON.plusSeconds(60L * minute),
                () -> {
                    var lookup = new CompletableFuture<String>();
                    begun.add(lookup);
                    return lookup;
                });
    }
}
