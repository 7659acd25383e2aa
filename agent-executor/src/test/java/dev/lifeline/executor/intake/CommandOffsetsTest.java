package dev.lifeline.executor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandOffsetsTest {

    @Test
    void theLowestUnsettledCommandIsWhereASuccessorReadsFrom() {
        var offsets = new CommandOffsets(5);
        assertThat(offsets.committable()).isEqualTo(5);

        offsets.read(5);
        offsets.read(6);
        offsets.read(8);
        assertThat(offsets.committable()).isEqualTo(5);

        offsets.settle(6);
        assertThat(offsets.committable()).isEqualTo(5);
        offsets.settle(5);
        assertThat(offsets.committable()).isEqualTo(8);
        offsets.settle(8);
        assertThat(offsets.committable()).isEqualTo(9);
    }
}
