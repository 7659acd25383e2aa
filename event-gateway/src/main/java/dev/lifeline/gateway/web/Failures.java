package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.KeysUnavailableException;
import dev.lifeline.gateway.auth.NotAuthenticatedException;
import dev.lifeline.gateway.log.LogUnavailableException;
import dev.lifeline.gateway.problem.Problem;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.gateway.problem.RefusedException;
import dev.lifeline.gateway.stream.CursorRefusedException;
import dev.lifeline.schemas.SchemasUnavailableException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each failure means to the user. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Problem problem(Throwable failure) {
        return switch (cause(failure)) {
            case RefusedException e -> e.problem();
            case NotAuthenticatedException e ->
                    Problems.notAuthenticated(String.valueOf(e.getMessage())).problem();
            case CursorRefusedException e ->
                    Problems.badInput("bad-cursor", String.valueOf(e.getMessage())).problem();
            case LogUnavailableException e ->
                    Problems.unavailable(String.valueOf(e.getMessage())).problem();
            case KeysUnavailableException e ->
                    Problems.keysUnavailable(String.valueOf(e.getMessage())).problem();
            case SchemasUnavailableException e ->
                    Problems.schemasUnavailable(String.valueOf(e.getMessage())).problem();
            case IOException e -> bodyCutShort(e);
            case TimeoutException e ->
                    Problems.unavailable("Kafka did not answer in time").problem();
            case KafkaException e -> Problems.unavailable("Kafka did not take it").problem();
            case Throwable e -> {
                LOG.error("a request failed", e);
                yield Problem.of(
                        500,
                        "internal",
                        "Something broke",
                        "This is our fault. Try again; if it lasts, tell whoever runs this service.");
            }
        };
    }

    /** Of all that we do, only reading a request's body fails that way. */
    private static Problem bodyCutShort(IOException error) {
        LOG.debug("a body could not be read: {}", error.toString());
        return Problem.of(
                400,
                "refused",
                "The request was refused",
                "Its body ended before it was whole, or is not encoded as its headers say.");
    }

    private static Throwable cause(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
