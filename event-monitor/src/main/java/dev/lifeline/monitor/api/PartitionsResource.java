package dev.lifeline.monitor.api;

import dev.lifeline.monitor.query.PartitionBoard;
import dev.lifeline.monitor.query.PartitionBoard.Reports;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** How far each partition is judged, and by whom. */
@Path("/v1/partitions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Operators.ROLE)
class PartitionsResource {

    private final PartitionBoard board;

    PartitionsResource(PartitionBoard board) {
        this.board = board;
    }

    @GET
    public Reports list(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization)
            throws InterruptedException {
        return new Reports(board.all(authorization));
    }
}
