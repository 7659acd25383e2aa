package dev.lifeline.executor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AssignedPartitionTest {

    @Test
    void restsUntilTheTenantThatItRestsForHasRoom() {
        var partition = new AssignedPartition(0);
        assertThat(partition.restsNoMore(tenant -> false)).as("nobody's queue is full").isTrue();

        partition.restFor("flood");

        assertThat(partition.restsNoMore(tenant -> !tenant.equals("flood"))).isFalse();
        assertThat(partition.restsNoMore(tenant -> tenant.equals("flood"))).isTrue();
        assertThat(partition.restsNoMore(tenant -> false)).as("it is read again").isTrue();
    }
}
