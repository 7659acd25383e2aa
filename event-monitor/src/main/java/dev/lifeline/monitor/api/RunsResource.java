package dev.lifeline.monitor.api;

import dev.lifeline.monitor.query.Fleet;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

/** The runs of all instances. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Operators.ROLE)
class RunsResource {

    private final Fleet fleet;

    RunsResource(Fleet fleet) {
        this.fleet = fleet;
    }

    @GET
    public byte[] list(
            @BeanParam RunParameters parameters,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization)
            throws InterruptedException {
        return fleet.page(parameters.query(), authorization).forOperators();
    }

    @GET
    @Path("/{runId}")
    public byte[] one(
            @RestPath String runId, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization)
            throws InterruptedException {
        var run = fleet.find(Parameters.runId("the run id", runId), authorization);
        if (run == null) {
            throw new ProblemException(
                    Problem.notFound(
                            "no run %s: it was never accepted, or ended too long ago"
                                    .formatted(runId)));
        }
        return run;
    }
}
