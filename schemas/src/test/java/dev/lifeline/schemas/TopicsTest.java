package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {

    /** Kafka's own limit, which the other topics keep. */
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

    @Test
    void whatAnyTopicHoldsFitsIntoADeadLetterWithHeadersToSpare() {
        var deadLetters =
                Topics.all(Topics.LOCAL_PARTITIONS).stream()
                        .filter(topic -> topic.name().equals(Topics.DEAD_LETTERS))
                        .findFirst()
                        .orElseThrow();

        assertThat(deadLetters.settings())
                .containsEntry("max.message.bytes", "" + Topics.MAX_DEAD_LETTER_BYTES);
        assertThat(Topics.MAX_DEAD_LETTER_BYTES).isGreaterThan(DEFAULT_MAX_MESSAGE_BYTES);
    }
}
