package dev.lifeline.executor.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.executor.Catalog;
import dev.lifeline.executor.Executor;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.JsonRendition;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What operators can ask an executor. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("lifeline-operator")
public final class ExecutorResource {

    private final Executor executor;
    private final Catalog catalog;
    private final JsonRendition json;

    ExecutorResource(Executor executor, Catalog catalog, JsonRendition json) {
        this.executor = executor;
        this.catalog = catalog;
        this.json = json;
    }

    @GET
    @Path("/agents")
    public String agents() {
        return catalog.descriptions().stream()
                .map(description -> new String(json.render(description), UTF_8))
                .collect(Collectors.joining(",", "{\"agents\":[", "]}"));
    }

    @GET
    @Path("/partitions")
    public PartitionsView partitions() {
        return new PartitionsView(
                executor.id(),
                executor.partitions().stream()
                        .sorted(Comparator.comparingInt(OwnedPartition::partition))
                        .map(p -> new PartitionView(p.partition(), p.epoch(), p.openRuns()))
                        .toList());
    }

    /** The partitions of one executor. */
    record PartitionsView(String executorId, List<PartitionView> partitions) {}

    /** One owned partition. */
    record PartitionView(int partition, long ownerEpoch, int openRuns) {}
}
