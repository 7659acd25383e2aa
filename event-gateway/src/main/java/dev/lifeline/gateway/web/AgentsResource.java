package dev.lifeline.gateway.web;

import dev.lifeline.gateway.catalog.Catalog;
import dev.lifeline.gateway.problem.Problems;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists the agents that can be run. */
@Path("/v1/agents")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class AgentsResource {

    private final Answers answers;
    private final Catalog catalog;

    AgentsResource(Answers answers, Catalog catalog) {
        this.answers = answers;
        this.catalog = catalog;
    }

    @GET
    public CompletionStage<Response> agents(@Context HttpServerRequest http) {
        return answers.to(http, caller -> CompletableFuture.completedFuture(list()));
    }

    private Response list() {
        var agents = catalog.agents();
        if (agents.isEmpty()) {
            throw Problems.noAgentsYet();
        }
        return Response.ok(Map.of("agents", agents)).build();
    }
}
