package dev.lifeline.gateway.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.schemas.RunId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a user sends to start a run, and refuses what does not fit, saying why. */
public final class RunRequestReader {

    private static final Set<String> FIELDS =
            Set.of("agent", "input", "runId", "threadId", "previousRunId", "deadline");
    private static final int LONGEST_NAME = 128;

    private final Limits limits;
    private final InstantSource clock;

    public RunRequestReader(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What is allowed.
     *
     * @param inputBytes longest input, in UTF-8
     * @param runIdAge how far a given runId's time may be from now
     */
    public record Limits(long inputBytes, Duration deadline, Duration runIdAge) {}

    /**
     * The request in a body.
     *
     * @throws dev.lifeline.gateway.problem.RefusedException if it is not one
     */
    public RunRequest read(byte[] body) {
        var json = JsonBody.parse(body, FIELDS);
        return new RunRequest(
                name("agent", json.required("agent")),
                input(json.required("input")),
                fresh(runId("runId", json.optional("runId"))),
                thread(json.optional("threadId")),
                runId("previousRunId", json.optional("previousRunId")),
                deadline(json.optional("deadline")));
    }

    private String input(String input) {
        long bytes = input.getBytes(UTF_8).length;
        if (bytes > limits.inputBytes()) {
            throw Problems.tooLarge(
                    "The input has %d bytes; at most %d are accepted."
                            .formatted(bytes, limits.inputBytes()));
        }
        return input;
    }

    private static @Nullable String thread(@Nullable String thread) {
        return thread == null ? null : name("threadId", thread);
    }

    private static String name(String field, String name) {
        int bytes = name.getBytes(UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_NAME) {
            throw Problems.badInput(
                    "bad-" + (field.equals("agent") ? "agent" : "thread-id"),
                    "The field \"%s\" must have 1 to %d bytes, it has %d."
                            .formatted(field, LONGEST_NAME, bytes));
        }
        return name;
    }

    private static @Nullable RunId runId(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return new RunId(text);
        } catch (IllegalArgumentException e) {
            throw Problems.badInput(
                    "bad-run-id",
                    "The field \"%s\" must be a UUID of version 7 in lower case.".formatted(field));
        }
    }

    private @Nullable RunId fresh(@Nullable RunId runId) {
        if (runId == null) {
            return null;
        }
        var age = Duration.between(runId.time(), clock.instant()).abs();
        if (age.compareTo(limits.runIdAge()) > 0) {
            throw Problems.badInput(
                    "bad-run-id",
                    "The runId's time is %s, more than %s from now; make a new one."
                            .formatted(runId.time(), limits.runIdAge()));
        }
        return runId;
    }

    private @Nullable Duration deadline(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Duration deadline;
        try {
            deadline = Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw badDeadline("is no ISO-8601 duration like PT2M");
        }
        if (!deadline.isPositive()) {
            throw badDeadline("must be longer than nothing");
        }
        if (deadline.compareTo(limits.deadline()) > 0) {
            throw badDeadline("is longer than the longest allowed, " + limits.deadline());
        }
        return deadline;
    }

    private static RuntimeException badDeadline(String what) {
        return Problems.badInput("bad-deadline", "The deadline %s.".formatted(what));
    }
}
