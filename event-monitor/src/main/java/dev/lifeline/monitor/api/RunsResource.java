package dev.lifeline.monitor.api;

import dev.lifeline.monitor.table.RunQuery;
import dev.lifeline.monitor.table.RunState;
import dev.lifeline.schemas.RunId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The run table. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Operators.ROLE)
class RunsResource {

    private final Answers answers;

    RunsResource(Answers answers) {
        this.answers = answers;
    }

    @GET
    public byte[] list(
            @RestQuery @Nullable String state,
            @RestQuery @Nullable String agent,
            @RestQuery @Nullable String tenant,
            @RestQuery @Nullable String limit) {
        var query =
                new RunQuery(
                        Parameters.state(state, RunState.class),
                        agent,
                        tenant,
                        Parameters.limit(limit));
        return answers.list("runs", answers.tables().runs(query));
    }

    @GET
    @Path("/{runId}")
    public byte[] one(@RestPath String runId) {
        var run = answers.tables().run(known(runId));
        if (run == null) {
            throw new ProblemException(
                    Problem.notFound(
                            "no run %s: it was never accepted, or ended too long ago"
                                    .formatted(runId)));
        }
        return answers.one(run);
    }

    private static String known(String runId) {
        try {
            return new RunId(runId).text();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest("the run id is " + e.getMessage()));
        }
    }
}
