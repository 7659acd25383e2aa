package dev.lifeline.monitor.api;

import dev.lifeline.monitor.table.AlertState;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The alerts. */
@Path("/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Operators.ROLE)
class AlertsResource {

    private final Answers answers;

    AlertsResource(Answers answers) {
        this.answers = answers;
    }

    @GET
    public byte[] list(@RestQuery @Nullable String state, @RestQuery @Nullable String limit) {
        var alerts =
                answers.tables()
                        .alerts(Parameters.state(state, AlertState.class), Parameters.limit(limit));
        return answers.list("alerts", alerts);
    }
}
