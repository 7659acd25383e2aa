package dev.lifeline.monitor.stream;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

    private final FailurePolicy policy =
            new FailurePolicy(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void whatMayPassGetsANewThread() {
        var failure = new StreamsException(new TimeoutException("no answer"));

        assertThat(policy.handle(failure)).isEqualTo(REPLACE_THREAD);
        assertThat(policy.ending()).isNull();
    }

    @Test
    void whatDoesNotPassForAWholeMinuteIsFatal() {
        var failure = new StreamsException(new TimeoutException("no answer"));
        for (int i = 0; i < 10; i++) {
            assertThat(policy.handle(failure)).isEqualTo(REPLACE_THREAD);
        }

        assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.ending()).isInstanceOf(FailurePolicy.Ending.Fatal.class);
    }

    @Test
    void whatCannotPassEndsTheClientAndSaysWhy() {
        var failure = new StreamsException(new TopicAuthorizationException("agent.events"));

        assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.ending())
                .isInstanceOfSatisfying(
                        FailurePolicy.Ending.Fatal.class,
                        fatal -> assertThat(fatal.reason()).contains("agent.events"));
    }

    @Test
    void topicsThatAreGoneMayComeBack() {
        var failure = new MissingSourceTopicException("agent.events");

        assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.ending()).isInstanceOf(FailurePolicy.Ending.TopicsGone.class);
    }
}
