package dev.lifeline.e2e.fleet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What gateways read while something was written.
 *
 * @param log bytes written
 */
public record Reading(long log, List<OfGateway> gateways) {

    public Reading {
        gateways = List.copyOf(gateways);
    }

    /**
     * What one gateway read.
     *
     * @param shards how many have their users there
     * @param written bytes written in these
     * @param read bytes it read, of whatever shard
     */
    public record OfGateway(int shards, long written, long read) {

        /** What it read, in shares of what it had to. */
        public double ofShards() {
            return (double) read / written;
        }
    }

    /**
     * By the counts of each gateway before and after.
     *
     * @param log bytes written, by shard
     * @param shards whose users are at that gateway
     */
    public static Reading of(
            Map<Integer, Long> log,
            List<Long> before,
            List<Long> after,
            Map<Integer, Set<Integer>> shards) {
        var gateways =
                IntStream.range(0, after.size())
                        .mapToObj(i ->
                                of(
                                        log,
                                        shards.getOrDefault(i, Set.of()),
                                        after.get(i) - before.get(i)))
                        .toList();
        return new Reading(log.values().stream().mapToLong(Long::longValue).sum(), gateways);
    }

    /** What all of them read, in shares of what was written. */
    public double ofLog() {
        return (double) gateways.stream().mapToLong(OfGateway::read).sum() / log;
    }

    public boolean coversTheLog() {
        return ofLog() >= 1;
    }

    /** Counted for each gateway: a shard with users at two of them counts twice. */
    public int shards() {
        return gateways.stream().mapToInt(OfGateway::shards).sum();
    }

    private static OfGateway of(Map<Integer, Long> log, Set<Integer> shards, long read) {
        return new OfGateway(
                shards.size(),
                shards.stream().mapToLong(shard -> log.getOrDefault(shard, 0L)).sum(),
                read);
    }
}
