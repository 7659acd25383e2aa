package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnershipRuleTest {

    @Test
    void recordsOfAnEarlierOwnerAreVoidOnceANewOwnerHasTakenThePartition() {
        var rule = new OwnershipRule();
        rule.takes(1, "a");
        assertThat(rule.admits(1, "a")).isTrue();

        assertThat(rule.takes(2, "b")).isTrue();

        assertThat(rule.admits(1, "a")).isFalse();
        assertThat(rule.admits(2, "b")).isTrue();
    }

    @Test
    void theFirstOwnerRecordOfAnEpochWinsIt() {
        var rule = new OwnershipRule();
        rule.takes(1, "a");

        assertThat(rule.takes(1, "b")).isFalse();

        assertThat(rule.admits(1, "b")).isFalse();
        assertThat(rule.admits(1, "a")).isTrue();
    }

    @Test
    void aReaderThatStartsInTheMiddleLearnsTheEpochFromWhatItMeets() {
        var rule = new OwnershipRule();

        assertThat(rule.admits(7, "a")).isTrue();

        assertThat(rule.epoch()).isEqualTo(7);
        assertThat(rule.admits(6, "b")).isFalse();
        assertThat(rule.admits(7, "b")).isFalse();
    }

    @Test
    void aReaderThatResumesRefusesWhatWasVoidAtItsCursor() {
        var rule = new OwnershipRule(7);

        assertThat(rule.admits(6, "b")).isFalse();
        assertThat(rule.takes(7, "b")).isFalse();
        assertThat(rule.knowsOwner()).isFalse();
        assertThat(rule.admits(7, "a")).isTrue();
        assertThat(rule.knowsOwner()).isTrue();
        assertThat(rule.admits(7, "b")).isFalse();
    }

    @Test
    void aCopyKnowsWhatTheRuleKnewAndGoesItsOwnWay() {
        var rule = new OwnershipRule();
        rule.takes(1, "a");

        var copy = rule.copy();
        rule.takes(2, "b");

        assertThat(copy.epoch()).isEqualTo(1);
        assertThat(copy.admits(1, "b")).isFalse();
        assertThat(copy.admits(1, "a")).isTrue();
    }
}
