package dev.lifeline.gateway.problem;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The problems this service states, each with its stable type. */
public final class Problems {

    private static final Duration WHILE_KAFKA_IS_AWAY = Duration.ofSeconds(2);
    private static final Duration UNTIL_A_CONNECTION_ENDS = Duration.ofSeconds(5);

    private Problems() {}

    public static RefusedException badInput(String type, String detail) {
        return refused(400, type, "The request is not valid", detail);
    }

    public static RefusedException unknownAgent(String name, Collection<String> known) {
        var detail =
                "There is no agent \"%s\". Choose one of: %s."
                        .formatted(name, String.join(", ", known));
        return new RefusedException(
                Problem.of(400, "unknown-agent", "Unknown agent", detail)
                        .with("agents", List.copyOf(known)));
    }

    public static RefusedException notAuthenticated(String detail) {
        return refused(401, "not-authenticated", "Not authenticated", detail);
    }

    public static RefusedException tokenInUrl() {
        return refused(
                400,
                "token-in-url",
                "A token in the URL",
                "A token does not belong in a URL, where logs and histories keep it. Send it in the"
                        + " Authorization header: \"Authorization: Bearer <token>\". Consider this"
                        + " one disclosed.");
    }

    public static RefusedException unknownRun(String runId) {
        return refused(
                404,
                "unknown-run",
                "No such run",
                "You have no run %s, or the log no longer keeps it.".formatted(runId));
    }

    public static RefusedException unknownPreviousRun(String runId) {
        return badInput(
                "unknown-previous-run",
                "The field \"previousRunId\" is %s: you have no such run, or the log no longer keeps it. Leave it out to begin a new conversation."
                        .formatted(runId));
    }

    public static RefusedException tooLarge(String detail) {
        return refused(413, "too-large", "Too large", detail);
    }

    /**
     * More calls than are taken.
     *
     * @param wait until the next is
     */
    public static RefusedException tooManyCalls(int perSecond, Duration wait) {
        var detail =
                "You ask too often; %d calls a second are taken for good. Try again after the delay."
                        .formatted(perSecond);
        return later(429, "too-many-calls", "Too many calls", detail, wait);
    }

    public static RefusedException tooManyLookups(int most) {
        return unavailable(
                "unavailable",
                "Too many look-ups",
                "More than %d of your look-ups of runs wait already. Wait for some of them, and try again."
                        .formatted(most));
    }

    public static RefusedException tooManyConnections() {
        return later(
                429,
                "too-many-connections",
                "Too many connections",
                "You have too many connections open; close one first",
                UNTIL_A_CONNECTION_ENDS);
    }

    public static RefusedException noAgentsYet() {
        return unavailable(
                "no-agents",
                "No agent is known yet",
                "No executor has announced its agents yet. Try again in a moment; if it lasts, check"
                        + " that an executor is running.");
    }

    public static RefusedException unavailable(String reason) {
        return unavailable(
                "unavailable",
                "Kafka is out of reach",
                "%s. Nothing is lost; try again in a moment.".formatted(reason));
    }

    public static RefusedException shuttingDown() {
        return unavailable(
                "unavailable",
                "Shutting down",
                "This gateway is shutting down; another takes its place. Try again in a moment.");
    }

    public static RefusedException schemasUnavailable(String reason) {
        return unavailable(
                "unavailable",
                "A schema is out of reach",
                "%s. Nothing is lost; try again in a moment.".formatted(reason));
    }

    public static RefusedException keysUnavailable(String reason) {
        return unavailable(
                "unavailable",
                "The issuer's keys are out of reach",
                "%s, so nobody can tell whether your token is good. Try again in a moment."
                        .formatted(reason));
    }

    public static RefusedException commandNotTaken(String runId) {
        var detail =
                "Kafka did not acknowledge the command in time, so it may have been taken or not. Send it"
                        + " again with this runId: it is carried out once.";
        return new RefusedException(
                unavailable("unavailable", "Kafka is out of reach", detail)
                        .problem()
                        .with("runId", runId));
    }

    private static RefusedException unavailable(String type, String title, String detail) {
        return later(503, type, title, detail, WHILE_KAFKA_IS_AWAY);
    }

    private static RefusedException later(
            int status, String type, String title, String detail, Duration wait) {
        return new RefusedException(Problem.of(status, type, title, detail).after(wait));
    }

    public static RefusedException refused(int status, String type, String title, String detail) {
        return new RefusedException(Problem.of(status, type, title, detail));
    }
}
