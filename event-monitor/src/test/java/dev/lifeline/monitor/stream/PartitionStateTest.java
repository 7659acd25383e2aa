package dev.lifeline.monitor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PartitionStateTest {

    private static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant LATER = T0.plusSeconds(60);

    private final PartitionState state = PartitionState.UNREAD.read(9, T0);

    @Test
    void whoeverHasReadToTheEndKnowsTheTimeOfThatLook() {
        assertThat(state.now(new EndOffsets.Sample(0, 10, LATER))).isEqualTo(LATER);
    }

    @Test
    void whoeverIsBehindKnowsTheTimeOfTheLastRecordOnly() {
        assertThat(state.now(new EndOffsets.Sample(0, 11, LATER))).isEqualTo(T0);
        assertThat(state.now(null)).isEqualTo(T0);
    }

    @Test
    void aLookFromBeforeTheLastRecordTellsNothing() {
        assertThat(state.now(new EndOffsets.Sample(0, 10, T0.minusSeconds(1)))).isEqualTo(T0);
    }

    @Test
    void aLogShorterThanWhatWasReadIsAnotherLog() {
        assertThat(state.now(new EndOffsets.Sample(0, 4, LATER))).isEqualTo(T0);
    }

    @Test
    void whatRetentionHasDeletedNeedNotBeRead() {
        assertThat(PartitionState.UNREAD.now(new EndOffsets.Sample(10, 10, LATER)))
                .isEqualTo(LATER);
        assertThat(PartitionState.UNREAD.now(new EndOffsets.Sample(9, 10, LATER)))
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void theOwnershipRuleGoesOnWhereItStood() {
        var rule = state.ownedBy(3, "a").rule();

        assertThat(rule.admits(3, "b")).isFalse();
        assertThat(rule.admits(3, "a")).isTrue();
        assertThat(rule.takes(3, "b")).isFalse();
        assertThat(rule.admits(2, "a")).isFalse();
    }
}
