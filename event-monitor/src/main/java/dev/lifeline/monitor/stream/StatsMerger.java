package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.stats.AgentMinute;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the partitions have counted of an agent's minutes, and writes those that changed.
 *
 * <p>The runs open at a minute's end are the sum of what all minutes up to it have opened, so that
 * a late event corrects the later minutes too.
 */
final class StatsMerger implements Processor<String, StatsPart, Object, Object> {

    static final String WINDOWS = "stats-windows";
    static final String BASES = "stats-bases";

    private static final int START_DIGITS = 16;

    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Duration interval;
    private final Duration retention;

    /** Agents with something to write or to drop; all of them at first, and once a minute. */
    private final TreeSet<String> pending = new TreeSet<>();

    private @Nullable Work work;

    StatsMerger(Duration interval, Duration retention) {
        this.interval = interval;
        this.retention = retention;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        var begun =
                new Work(
                        context,
                        context.getStateStore(WINDOWS),
                        context.getStateStore(BASES),
                        new Outputs(context::forward, context.applicationId()),
                        now);
        work = begun;
        findAgents(begun);
        context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, time -> write(begun, time));
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, time -> findAgents(begun));
    }

    @Override
    public void process(Record<String, StatsPart> record) {
        if (work != null) {
            var now = Instant.ofEpochMilli(work.context.currentSystemTimeMs());
            add(work, record.key(), record.value(), now);
            pending.add(record.key());
        }
    }

    private static void add(Work work, String agent, StatsPart part, Instant now) {
        var key = key(agent, part.start());
        var window = work.windows.get(key);
        var known = work.bases.get(agent);
        var base = known == null ? StatsBase.NONE : known;
        if (window != null) {
            work.windows.put(key, window.plus(part.tally(), now));
        } else if (part.start().isAfter(base.droppedTo())) {
            work.windows.put(key, StatsWindow.of(part.tally(), now));
        } else {
            // What was written of that minute is more than what is left to say of it.
            base = base.plus(part.tally().opened());
        }
        work.bases.put(agent, base);
    }

    private void findAgents(Work from) {
        try (var all = from.bases.all()) {
            while (all.hasNext()) {
                pending.add(all.next().key);
            }
        }
    }

    private void write(Work of, long time) {
        var now = Instant.ofEpochMilli(time);
        pending.forEach(agent -> write(of, agent, now));
        pending.clear();
    }

    private void write(Work of, String agent, Instant now) {
        var base = drop(of, agent, now);
        long open = base.open();
        for (var entry : windows(of, agent).entrySet()) {
            var window = entry.getValue();
            open += window.tally().opened();
            if (window.hasNews(open)) {
                var minute = new AgentMinute(agent, entry.getKey(), window.tally());
                of.outputs.stats(minute.stats(Math.max(0, open)), now);
                of.windows.put(key(agent, entry.getKey()), window.told(open));
            }
        }
    }

    /** Lets go of the earliest minutes as long as nothing has been added to them for long. */
    private StatsBase drop(Work of, String agent, Instant now) {
        var known = of.bases.get(agent);
        var base = known == null ? StatsBase.NONE : known;
        // Time in which nobody could add anything does not count.
        var until = now.minus(retention);
        if (until.isBefore(of.since)) {
            return base;
        }
        for (var entry : windows(of, agent).entrySet()) {
            var window = entry.getValue();
            if (window.changedAt().isAfter(until) || !window.told()) {
                break;
            }
            base = base.dropped(entry.getKey(), window.tally().opened());
            of.windows.delete(key(agent, entry.getKey()));
            of.bases.put(agent, base);
        }
        return base;
    }

    private static Map<Instant, StatsWindow> windows(Work of, String agent) {
        var windows = new LinkedHashMap<Instant, StatsWindow>();
        try (var range = of.windows.range(agent + "\0", agent + "\1")) {
            while (range.hasNext()) {
                var entry = range.next();
                // Another agent's name may begin with this one's and the separator.
                if (entry.key.length() == agent.length() + 1 + START_DIGITS) {
                    long start =
                            Long.parseUnsignedLong(entry.key.substring(agent.length() + 1), 16);
                    windows.put(Instant.ofEpochMilli(start), entry.value);
                }
            }
        }
        return windows;
    }

    private static String key(String agent, Instant start) {
        return agent + "\0" + "%016x".formatted(start.toEpochMilli());
    }

    /** What there is between assignment and release. */
    private record Work(
            ProcessorContext<Object, Object> context,
            KeyValueStore<String, StatsWindow> windows,
            KeyValueStore<String, StatsBase> bases,
            Outputs outputs,
            Instant since) {}
}
