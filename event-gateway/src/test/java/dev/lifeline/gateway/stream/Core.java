package dev.lifeline.gateway.stream;

import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.HistorySettings;
import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.log.LogUnavailableException;
import dev.lifeline.gateway.runs.RunLookup;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The gateway's core on a real broker, without sockets: opens streams for a test. */
final class Core implements AutoCloseable {

    static final HistorySettings HISTORY =
            new HistorySettings(64 * 1024, 256 * 1024, 8_000_000, 2, 2, 0);

    final Counts counts = new Counts();

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final List<Subscription> opened = new CopyOnWriteArrayList<>();
    private final LogConnection connection;
    private final RunLookup lookup = new RunLookup(Duration.ofMinutes(15));

    Core(String bootstrapServers, int ringBytes) {
        this(bootstrapServers, ringBytes, HISTORY, new Codec(), Duration.ofSeconds(5));
    }

    Core(
            String bootstrapServers,
            int ringBytes,
            HistorySettings history,
            Codec codec,
            Duration timeout) {
        connection =
                new LogConnection(
                        new KafkaSettings(
                                Map.of("bootstrap.servers", bootstrapServers), "test", timeout),
                        new EventLog.ReaderSettings(ringBytes, history, Duration.ofMinutes(1)),
                        codec,
                        Clock.systemUTC(),
                        counts);
        connection.start();
        await().ignoreException(LogUnavailableException.class)
                .until(() -> connection.log() != null);
    }

    EventLog log() {
        return connection.log();
    }

    RecordingSink open(View view, @Nullable String cursor) {
        return open(view, cursor, OptionalLong.empty());
    }

    RecordingSink openRun(RunScript run) {
        return open(View.run(run.user(), run.run()), null, lookUp(run));
    }

    RecordingSink open(View view, @Nullable String cursor, OptionalLong runBegin) {
        var sink = new RecordingSink();
        start(prepare(sink, view, cursor, runBegin));
        return sink;
    }

    /** Opens a stream for a sink of the test's own. */
    void open(RecordingSink sink, View view, @Nullable String cursor) {
        start(prepare(sink, view, cursor, OptionalLong.empty()));
    }

    /** Opens a stream that begins with {@link #startAll()}. */
    RecordingSink prepare(View view, @Nullable String cursor) {
        var sink = new RecordingSink();
        prepare(sink, view, cursor, OptionalLong.empty());
        return sink;
    }

    void startAll() {
        opened.forEach(this::start);
    }

    private void start(Subscription subscription) {
        loop.execute(subscription::start);
    }

    private Subscription prepare(
            RecordingSink sink, View view, @Nullable String cursor, OptionalLong runBegin) {
        var request = new Streams.Request(view, runBegin, cursor);
        var subscription = new Streams(counts).open(log(), request, sink, loop).join();
        opened.add(subscription);
        return subscription;
    }

    OptionalLong lookUp(RunScript run) {
        return begin(run.user(), run.run()).join();
    }

    CompletableFuture<OptionalLong> begin(UserKey user, RunId run) {
        return lookup.begin(log(), user, run);
    }

    void wakeAll() {
        opened.forEach(Subscription::wake);
    }

    void closeStreams() {
        loop.execute(() -> opened.forEach(Subscription::close));
        loop.execute(opened::clear);
    }

    @Override
    public void close() {
        closeStreams();
        loop.close();
        connection.close();
    }

    /** Another user of the same partition. */
    static UserKey partner(UserKey user) {
        for (int i = 0; ; i++) {
            var other = new UserKey("default", "partner-" + i);
            if (Pen.partition(other) == Pen.partition(user)) {
                return other;
            }
        }
    }
}
