package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.CliFailure;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for Kafka's answers, and says in words when they are failures. */
final class Answers {

    private Answers() {}

    /**
     * @param what was asked of Kafka, as in "Kafka could not create agent.events"
     */
    static <T> T await(KafkaFuture<T> answer, String what) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw failed(what, failure);
        }
    }

    /** As {@link #await}; empty if the answer is a failure of that kind, which is no surprise. */
    static <T> Optional<T> awaitUnless(
            Class<? extends Exception> expected, KafkaFuture<T> answer, String what)
            throws InterruptedException {
        try {
            return Optional.ofNullable(answer.get());
        } catch (ExecutionException failure) {
            if (expected.isInstance(failure.getCause())) {
                return Optional.empty();
            }
            throw failed(what, failure);
        }
    }

    private static CliFailure failed(String what, ExecutionException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return new CliFailure("Kafka could not " + what + ": " + cause.getMessage(), failure);
    }
}
