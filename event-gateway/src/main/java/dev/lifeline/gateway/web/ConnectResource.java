package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.log.LogConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells a user where to open the stream. The shard is the user's partition: a balancer that sends
 * equal shards to the same gateway makes each gateway read its part of the log only.
 */
@Path("/v1/connect")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class ConnectResource {

    private final Answers answers;
    private final LogConnection log;
    private final StreamAddress address;

    ConnectResource(Answers answers, LogConnection log, StreamAddress address) {
        this.answers = answers;
        this.log = log;
        this.address = address;
    }

    @GET
    public CompletionStage<Response> connect(@Context HttpServerRequest http) {
        return answers.to(http, caller -> CompletableFuture.completedFuture(place(http, caller)));
    }

    /** Where to go. */
    record Place(String url, String shard) {}

    private Response place(HttpServerRequest http, Caller caller) {
        int partitions = log.log().identity().partitions();
        var shard = Integer.toString(caller.user().partition(partitions));
        var place = new Place(address.of(http) + "?shard=" + shard, shard);
        return Response.ok(place).header("Cache-Control", "no-store").build();
    }
}
