package dev.lifeline.gateway.problem;

import java.util.Collection;
import java.util.List;

/** The problems this service states, each with its stable type. */
public final class Problems {

    /** Seconds after which trying again makes sense while Kafka is away. */
    public static final int RETRY_AFTER_SECONDS = 2;

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

    public static RefusedException tooLarge(String detail) {
        return refused(413, "too-large", "Too large", detail);
    }

    public static RefusedException noAgentsYet() {
        return refused(
                503,
                "no-agents",
                "No agent is known yet",
                "No executor has announced its agents yet. Try again in a moment; if it lasts, check"
                        + " that an executor is running.");
    }

    public static RefusedException unavailable(String reason) {
        return refused(
                503,
                "unavailable",
                "Kafka is out of reach",
                "%s. Nothing is lost; try again in a moment.".formatted(reason));
    }

    public static RefusedException schemasUnavailable(String reason) {
        return refused(
                503,
                "unavailable",
                "A schema is out of reach",
                "%s. Nothing is lost; try again in a moment.".formatted(reason));
    }

    public static RefusedException commandNotTaken(String runId) {
        var detail =
                "Kafka did not acknowledge the command in time, so it may have been taken or not. Send it"
                        + " again with this runId: it is carried out once.";
        return new RefusedException(
                Problem.of(503, "unavailable", "Kafka is out of reach", detail)
                        .with("runId", runId));
    }

    public static RefusedException refused(int status, String type, String title, String detail) {
        return new RefusedException(Problem.of(status, type, title, detail));
    }
}
