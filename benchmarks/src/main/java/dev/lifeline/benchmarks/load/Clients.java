package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.UserKey;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Very many users' connections, on a few threads of this process; every delivery is verified. */
public final class Clients implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Tally tally;
    private final NioEventLoopGroup loops;
    private final List<Client> clients;

    /**
     * @param tokens by which the gateway knows them
     * @param receiveBuffer of the system for one connection, in bytes; 0 leaves it to the system
     * @param threads that carry them
     */
    public Clients(
            URI stream,
            List<UserKey> users,
            Function<UserKey, String> tokens,
            int receiveBuffer,
            int threads,
            Faults faults) {
        this.tally = new Tally(faults);
        this.loops = new NioEventLoopGroup(threads);
        this.clients =
                users.stream()
                        .map(user ->
                                new Client(
                                        user,
                                        new Connector(stream, tokens.apply(user), receiveBuffer),
                                        loops.next(),
                                        tally))
                        .toList();
    }

    /** In the order of their users. */
    public List<Client> all() {
        return clients;
    }

    /** Events shown to all of them. */
    public long shown() {
        return tally.shown();
    }

    /** How long these took. */
    public Latencies latencies() {
        return tally.latencies();
    }

    /**
     * Connects all at once, and waits until each has caught up.
     *
     * @param authors of their events, in the same order
     * @return when each had, of {@link System#nanoTime()}
     */
    public List<Long> connect(List<Author> authors)
            throws InterruptedException, ExecutionException {
        var caughtUp =
                IntStream.range(0, clients.size())
                        .mapToObj(i -> clients.get(i).connect(authors.get(i).written()))
                        .toList();
        try {
            CompletableFuture.allOf(caughtUp.toArray(CompletableFuture<?>[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "after %d s, %d of %d have caught up; closed: %s; not as promised: %s"
                            .formatted(
                                    PATIENCE_SECONDS,
                                    caughtUp.stream().filter(CompletableFuture::isDone).count(),
                                    clients.size(),
                                    tally.returns(),
                                    tally.faults().first()),
                    e);
        }
        return caughtUp.stream().map(CompletableFuture::join).toList();
    }

    /** Breaks all connections off at once. */
    public void cut() {
        clients.forEach(Client::cut);
    }

    /** How many had to come back by themselves, by the code that closed them; -1 without one. */
    public Map<Integer, Long> returns() {
        return tally.returns();
    }

    @Override
    public void close() {
        cut();
        var _ = loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
}
