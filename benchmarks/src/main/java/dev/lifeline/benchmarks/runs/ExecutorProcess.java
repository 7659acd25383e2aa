package dev.lifeline.benchmarks.runs;

import dev.lifeline.benchmarks.process.LatencyBuckets;
import dev.lifeline.benchmarks.process.LiveHeap;
import dev.lifeline.benchmarks.process.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The executor as production runs it, with a heap of 1 GiB. */
final class ExecutorProcess implements AutoCloseable {

    private final ServiceProcess process;

    private ExecutorProcess(ServiceProcess process) {
        this.process = process;
    }

    /** Starts one on that broker; its log and recording are kept in the directory. */
    static ExecutorProcess start(Map<String, Object> kafka, Load load, Path directory)
            throws IOException {
        var environment = new TreeMap<>(load.executorSettings());
        environment.putAll(ServiceProcess.variables(kafka));
        environment.put("LIFELINE_EXECUTOR_ID", "executor-1");
        return new ExecutorProcess(
                ServiceProcess.start(
                        "agent-executor",
                        List.of("-Xmx1g"),
                        List.of(
                                "jdk.VirtualThreadPinned#enabled=true",
                                "jdk.VirtualThreadPinned#threshold="
                                        + Recording.PINNED_LONGER_THAN.toMillis()
                                        + "ms"),
                        environment,
                        directory));
    }

    void awaitReady() throws InterruptedException {
        process.awaitReady();
    }

    /** How long announcements took since the start. */
    LatencyBuckets announcements() throws IOException, InterruptedException {
        return LatencyBuckets.read(process.metrics(), "lifeline_announcement_seconds");
    }

    /** What lives on its heap now; the details are kept under that name. */
    LiveHeap liveHeap(String name) throws IOException {
        return process.liveHeap(name);
    }

    /** Fails when the process ends. */
    CompletableFuture<Void> untilItEnds() {
        return process.untilItEnds();
    }

    /**
     * Ends the process.
     *
     * @return where its recording is
     */
    Path stop() {
        return process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
