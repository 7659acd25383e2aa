package dev.lifeline.monitor.api;

import dev.lifeline.monitor.query.LocalRuns;
import dev.lifeline.monitor.query.PartitionBoard.Reports;
import dev.lifeline.monitor.stream.PartitionReports;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

/**
 * What this instance alone has, for the others. It asks nobody, so no question can go in circles.
 */
@Path("/v1/local")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Operators.ROLE)
class LocalResource {

    private final LocalRuns runs;
    private final PartitionReports partitions;

    LocalResource(LocalRuns runs, PartitionReports partitions) {
        this.runs = runs;
        this.partitions = partitions;
    }

    @GET
    @Path("/runs")
    public byte[] list(@BeanParam RunParameters parameters) {
        return runs.page(parameters.query()).forInstances();
    }

    @GET
    @Path("/runs/{runId}")
    public byte[] one(@RestPath String runId) {
        return runs.find(Parameters.runId("the run id", runId)).forInstances();
    }

    @GET
    @Path("/partitions")
    public Reports partitions() {
        return new Reports(partitions.own());
    }
}
