package dev.lifeline.cli.stream;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A user's events from the gateway, each once and in order, over as many connections as it takes:
 * after a cut it connects anew and resumes after the last event it has handed on.
 *
 * <p>One thread reads; {@link #close()} may be called by any.
 */
public final class ResumableStream implements AutoCloseable {

    /** Signals read ahead of the reader; then the server has to wait. */
    private static final int READ_AHEAD = 64;

    private final BlockingQueue<StreamSignal> signals = new ArrayBlockingQueue<>(READ_AHEAD);
    private final HttpClient client;
    private final Thread worker;

    private ResumableStream(StreamRequest request) {
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        worker =
                Thread.ofVirtual()
                        .name("lifeline-stream")
                        .start(new StreamWorker(client, request, signals::put));
    }

    /** Starts to connect; the first signal says how that went. */
    public static ResumableStream open(StreamRequest request) {
        return new ResumableStream(request);
    }

    /** The next signal, waited for. */
    public StreamSignal next() throws InterruptedException {
        return signals.take();
    }

    /** The next signal; empty if none comes within the limit. */
    public Optional<StreamSignal> next(Duration limit) throws InterruptedException {
        return Optional.ofNullable(signals.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        worker.interrupt();
        client.shutdownNow();
    }
}
