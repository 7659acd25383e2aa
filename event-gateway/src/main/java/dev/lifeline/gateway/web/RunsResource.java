package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.gateway.problem.RefusedException;
import dev.lifeline.gateway.runs.RunRequestReader;
import dev.lifeline.gateway.runs.Runs;
import dev.lifeline.schemas.RunId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Starts and cancels runs. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class RunsResource {

    private final Callers callers;
    private final LogConnection log;
    private final RunRequestReader reader;
    private final Runs runs;
    private final long patienceMillis;

    RunsResource(
            Callers callers,
            LogConnection log,
            RunRequestReader reader,
            Runs runs,
            GatewayConfig config) {
        this.callers = callers;
        this.log = log;
        this.reader = reader;
        this.runs = runs;
        this.patienceMillis = 2 * config.kafkaTimeout().toMillis();
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> start(@Context HttpServerRequest http, InputStream body)
            throws IOException {
        byte[] request = body.readNBytes(Fallbacks.LONGEST_BODY + 1);
        if (request.length > Fallbacks.LONGEST_BODY) {
            throw new RefusedException(ProblemMappers.problem(413));
        }
        var trace = CallTrace.of(http);
        return answer(
                callers.of(http)
                        .thenCompose(caller ->
                                runs.start(log.log(), caller.user(), reader.read(request), trace))
                        .thenApply(RunsResource::accepted));
    }

    @POST
    @Path("{runId}/cancel")
    public CompletionStage<Response> cancel(
            @Context HttpServerRequest http, @PathParam("runId") String runId) {
        return answer(
                callers.of(http)
                        .thenCompose(caller -> cancel(caller, runId))
                        .thenApply(v -> Response.accepted(Map.of("runId", runId)).build()));
    }

    private CompletionStage<Void> cancel(Caller caller, String runId) {
        try {
            return runs.cancel(log.log(), caller.user(), new RunId(runId));
        } catch (IllegalArgumentException e) {
            throw Problems.unknownRun(runId);
        }
    }

    private CompletionStage<Response> answer(CompletionStage<Response> response) {
        return response.toCompletableFuture()
                .orTimeout(patienceMillis, TimeUnit.MILLISECONDS)
                .exceptionally(e -> ProblemAnswers.response(Failures.problem(e)));
    }

    /** What a caller gets to know of an accepted run. */
    record Acceptance(String runId, String cursor) {}

    private static Response accepted(Runs.Accepted run) {
        return Response.accepted(
                        new Acceptance(run.runId().text(), CursorCodec.encode(run.cursor())))
                .build();
    }
}
