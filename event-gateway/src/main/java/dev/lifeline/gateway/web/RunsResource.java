package dev.lifeline.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.problem.RefusedException;
import dev.lifeline.gateway.runs.RunRequestReader;
import dev.lifeline.gateway.runs.RunStates;
import dev.lifeline.gateway.runs.Runs;
import dev.lifeline.gateway.table.RunTables;
import dev.lifeline.schemas.JsonRendition;
import dev.lifeline.schemas.avro.RunStatus;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Starts and cancels runs, and tells how they stand. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class RunsResource {

    private final Answers answers;
    private final LogConnection log;
    private final RunRequestReader reader;
    private final Runs runs;
    private final RunTables tables;
    private final RunStates states;
    private final JsonRendition rendition = new JsonRendition();

    RunsResource(
            Answers answers,
            LogConnection log,
            RunRequestReader reader,
            Runs runs,
            RunTables tables,
            RunStates states) {
        this.answers = answers;
        this.log = log;
        this.reader = reader;
        this.runs = runs;
        this.tables = tables;
        this.states = states;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> start(@Context HttpServerRequest http, InputStream body)
            throws IOException {
        byte[] request = whole(body);
        var trace = CallTrace.of(http);
        return answers.toLimited(
                http,
                caller ->
                        runs.start(log.log(), caller.user(), reader.read(request), trace)
                                .thenApply(RunsResource::accepted));
    }

    @POST
    @Path("{runId}/cancel")
    public CompletionStage<Response> cancel(
            @Context HttpServerRequest http, @PathParam("runId") String runId) {
        return answers.toLimited(
                http,
                caller ->
                        runs.cancel(log.log(), caller.user(), Parameters.run(runId))
                                .thenApply(v -> Response.accepted(Map.of("runId", runId)).build()));
    }

    @GET
    public CompletionStage<Response> list(
            @Context HttpServerRequest http,
            @RestQuery @Nullable String state,
            @RestQuery @Nullable String limit) {
        return answers.to(
                http,
                caller ->
                        tables.newest(
                                        log.log(),
                                        caller.user(),
                                        Parameters.state(state),
                                        Parameters.limit(limit))
                                .thenApply(this::listed));
    }

    @GET
    @Path("{runId}")
    public CompletionStage<Response> one(
            @Context HttpServerRequest http, @PathParam("runId") String runId) {
        return answers.to(
                http,
                caller ->
                        states.of(log.log(), caller.user(), Parameters.run(runId))
                                .thenApply(row -> fresh(json(row))));
    }

    /**
     * The body, which is in memory already. One that is longer than the framework's buffer
     * (quarkus.rest.input-buffer-size) is not, and to read it a thread would have to wait.
     */
    private static byte[] whole(InputStream body) throws IOException {
        if (body instanceof ByteArrayInputStream inMemory) {
            byte[] request = inMemory.readAllBytes();
            if (request.length <= Fallbacks.LONGEST_BODY) {
                return request;
            }
        }
        throw new RefusedException(ProblemMappers.problem(413));
    }

    /** What a caller gets to know of an accepted run. */
    record Acceptance(String runId, String cursor) {}

    private static Response accepted(Runs.Accepted run) {
        return Response.accepted(
                        new Acceptance(run.runId().text(), CursorCodec.encode(run.cursor())))
                .build();
    }

    private Response listed(List<RunStatus> rows) {
        return fresh(
                rows.stream()
                        .map(this::json)
                        .collect(Collectors.joining(",", "{\"runs\":[", "]}")));
    }

    private String json(RunStatus row) {
        return new String(rendition.render(row), UTF_8);
    }

    /** It changes from one moment to the next, and is nobody else's. */
    private static Response fresh(String json) {
        return Response.ok(json).header("Cache-Control", "no-store").build();
    }
}
